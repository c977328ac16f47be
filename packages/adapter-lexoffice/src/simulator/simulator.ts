import { createPrivateKey, createPublicKey } from 'node:crypto';
import { FaultScript, type Handler, type JournalEntry, type SimulatorWorld, withFaults } from '@megzo/adapter-kit/simulator';
import { type BackOffice, createBackOffice } from './back-office.ts';
import type { EnteredArticle } from './back-office-articles.ts';
import type { EnteredContact } from './back-office-contacts.ts';
import { deliverDue, keysOf, nextDeliveryAt } from './deliveries.ts';
import type { DeliveryAttempt } from './delivery-records.ts';
import { type DocumentKind, documentKinds } from './document-kinds.ts';
import { createHandler } from './handler.ts';
import { profileOf } from './profile.ts';
import type { ArticleRecord, ContactRecord, ProfileRecord, SalesDocument, SubscriptionRecord } from './records.ts';
import { type LexofficeSettings, type Numbering, type SettingsInput, settingsOf } from './settings.ts';
import { type DefaultTexts, nextId, type State } from './state.ts';

export interface LexofficeSimulatorOptions {
  readonly world: SimulatorWorld;
  readonly apiKey: string;
  readonly organization?: Partial<ProfileRecord>;
  readonly settings?: SettingsInput;
  /** Reaches callback URLs for the HEAD check and for deliveries; absent, nothing is reachable. */
  readonly fetch?: Handler;
  /** RSA private key (PEM) that signs events; made at first use where absent. */
  readonly privateKeyPem?: string;
}

export interface LexofficeSimulator {
  /** The vendor behind its fault script and journal. */
  readonly handler: Handler;
  readonly faults: FaultScript;
  readonly journal: readonly JournalEntry[];
  /** May be changed while the simulator runs. */
  readonly settings: LexofficeSettings;
  readonly backOffice: BackOffice;
  readonly seed: Seed;
  readonly profile: ProfileRecord;
  readonly articles: readonly ArticleRecord[];
  readonly contacts: readonly ContactRecord[];
  readonly orderConfirmations: readonly SalesDocument[];
  readonly invoices: readonly SalesDocument[];
  readonly creditNotes: readonly SalesDocument[];
  readonly deliveryNotes: readonly SalesDocument[];
  readonly quotations: readonly SalesDocument[];
  readonly subscriptions: readonly SubscriptionRecord[];
  /** Every try to deliver an event, in order. */
  readonly deliveryLog: readonly DeliveryAttempt[];
  readonly publicKeyPem: string;
  /** Makes every delivery that is due on the clock now. */
  deliverDue(): Promise<readonly DeliveryAttempt[]>;
  /** When the next delivery is due; undefined where none waits. */
  nextDeliveryAt(): number | undefined;
}

/** What was there before the story begins: no lag on it. */
export interface Seed {
  articles(entered: readonly EnteredArticle[]): readonly ArticleRecord[];
  /** So many articles, numbered `SKU-00001` and on. */
  manyArticles(count: number): readonly ArticleRecord[];
  contact(entered: EnteredContact): ContactRecord;
}

/** A simulated lexoffice account, written from the fact sheet alone; section numbers in comments are the sheet's. */
export function createLexofficeSimulator(options: LexofficeSimulatorOptions): LexofficeSimulator {
  const { world } = options;
  const state = createState(options);
  const faults = new FaultScript();
  const journal: JournalEntry[] = [];
  const backOffice = createBackOffice(state);
  const ofKind = (kind: DocumentKind): readonly SalesDocument[] =>
    [...state.documents.values()].filter((document) => document.kind === kind);
  return {
    handler: withFaults(createHandler(state), { world, faults, journal }),
    faults,
    journal,
    settings: state.settings,
    backOffice,
    seed: createSeed(state, backOffice),
    get profile() {
      return state.profile;
    },
    get articles() {
      return [...state.articles.values()];
    },
    get contacts() {
      return [...state.contacts.values()];
    },
    get orderConfirmations() {
      return ofKind('orderConfirmation');
    },
    get invoices() {
      return ofKind('invoice');
    },
    get creditNotes() {
      return ofKind('creditNote');
    },
    get deliveryNotes() {
      return ofKind('deliveryNote');
    },
    get quotations() {
      return ofKind('quotation');
    },
    get subscriptions() {
      return [...state.subscriptions.values()];
    },
    deliveryLog: state.deliveryLog,
    get publicKeyPem() {
      return keysOf(state).publicKeyPem;
    },
    deliverDue: () => deliverDue(state),
    nextDeliveryAt: () => nextDeliveryAt(state),
  };
}

function createState({ world, apiKey, organization = {}, settings = {}, fetch, privateKeyPem }: LexofficeSimulatorOptions): State {
  const merged = settingsOf(settings);
  const at = world.clock.now();
  return {
    world,
    settings: merged,
    profile: profileOf(organization, { random: world.random, now: at }),
    apiKeys: new Set([apiKey]),
    bucket: { tokens: merged.rateLimit === 'off' ? 0 : merged.rateLimit.capacity, at },
    articles: new Map(),
    articleNumbers: new Map(),
    contacts: new Map(),
    documents: new Map(),
    vouchers: new Map(),
    files: new Map(),
    subscriptions: new Map(),
    deliveries: [],
    deliveryLog: [],
    listing: new Map(),
    numbering: perKind((kind): Numbering => ({ prefix: documentKinds[kind].numberPrefix, next: 1001 })),
    // Section 11: numbers from 10001 up.
    contactNumbers: { customer: 10_001, vendor: 70_001 },
    lastContact: { at: Number.NEGATIVE_INFINITY },
    defaultTexts: perKind(defaultTexts),
    paymentConditions: [
      {
        id: nextId(world.random),
        organizationDefault: true,
        paymentTermLabel: 'Zahlbar innerhalb von 14 Tagen ohne Abzug',
        paymentTermDuration: 14,
      },
    ],
    printLayouts: [{ id: nextId(world.random), name: 'Standard', default: true }],
    ...(fetch === undefined ? {} : { callbacks: fetch }),
    ...(privateKeyPem === undefined ? {} : { keys: keysFrom(privateKeyPem) }),
  };
}

function perKind<Value>(build: (kind: DocumentKind) => Value): Record<DocumentKind, Value> {
  return Object.fromEntries(Object.keys(documentKinds).map((kind) => [kind, build(kind as DocumentKind)])) as Record<DocumentKind, Value>;
}

function defaultTexts(kind: DocumentKind): DefaultTexts {
  return {
    title: documentKinds[kind].defaultTitle,
    introduction: 'Vielen Dank für Ihr Vertrauen. Wir führen wie folgt auf:',
    remark: 'Mit freundlichen Grüßen',
    deliveryTerms: 'Lieferung an die angegebene Anschrift',
    taxTypeNote: 'Steuerfreier Umsatz',
  };
}

function keysFrom(privateKeyPem: string): NonNullable<State['keys']> {
  const privateKey = createPrivateKey(privateKeyPem);
  return { privateKey, publicKeyPem: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString() };
}

function createSeed(state: State, backOffice: BackOffice): Seed {
  return {
    articles: (entered) => backOffice.createArticles(entered),
    manyArticles: (count) =>
      backOffice.createArticles(
        Array.from({ length: count }, (_, index) => {
          const number = String(index + 1).padStart(5, '0');
          return { title: `Artikel ${number}`, articleNumber: `SKU-${number}` };
        }),
      ),
    contact: (entered) => {
      const contact: ContactRecord = { ...backOffice.createContact(entered), visibleAt: Number.NEGATIVE_INFINITY };
      state.contacts.set(contact.id, contact);
      state.lastContact.at = Number.NEGATIVE_INFINITY;
      return contact;
    },
  };
}
