import type { Handler, SimulatorWorld } from '@megzo/adapter-kit/simulator';
import type { Delivery, DeliveryAttempt, KeyPair } from './delivery-records.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { Listing } from './listing.ts';
import type {
  ArticleRecord,
  BookkeepingVoucher,
  ContactRecord,
  PaymentConditionRecord,
  ProfileRecord,
  SalesDocument,
  SubscriptionRecord,
} from './records.ts';
import type { Lag, LexofficeSettings, Numbering } from './settings.ts';

/** Texts that the organisation's settings put where a document says nothing (4.2). */
export interface DefaultTexts {
  title: string;
  introduction: string;
  remark: string;
  deliveryTerms: string;
  taxTypeNote: string;
}

export interface StoredFile {
  readonly id: string;
  readonly contentType: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Everything that the account knows. Records are replaced, never changed in place. */
export interface State {
  readonly world: SimulatorWorld;
  readonly settings: LexofficeSettings;
  profile: ProfileRecord;
  readonly apiKeys: Set<string>;
  readonly bucket: { tokens: number; at: number };
  readonly articles: Map<string, ArticleRecord>;
  /** Article id by article number, which is unique (2.1). */
  readonly articleNumbers: Map<string, string>;
  readonly contacts: Map<string, ContactRecord>;
  readonly documents: Map<string, SalesDocument>;
  readonly vouchers: Map<string, BookkeepingVoucher>;
  readonly files: Map<string, StoredFile>;
  readonly subscriptions: Map<string, SubscriptionRecord>;
  deliveries: Delivery[];
  readonly deliveryLog: DeliveryAttempt[];
  readonly listing: Listing;
  readonly numbering: Record<DocumentKind, Numbering>;
  readonly contactNumbers: { customer: number; vendor: number };
  readonly lastContact: { at: number };
  readonly defaultTexts: Record<DocumentKind, DefaultTexts>;
  paymentConditions: readonly PaymentConditionRecord[];
  printLayouts: readonly { readonly id: string; readonly name: string; readonly default: boolean }[];
  /** Reaches callback URLs; absent, nothing is reachable. */
  readonly callbacks?: Handler;
  readonly keys?: KeyPair;
}

export function now(state: State): number {
  return state.world.clock.now();
}

/** A version 4 UUID from the world's chance, so that a run can be repeated. */
export function nextId(random: () => number): string {
  const hex = Array.from({ length: 32 }, (_, index) => {
    const digit = Math.floor(random() * 16);
    if (index === 12) return '4';
    return (index === 16 ? (digit % 4) + 8 : digit).toString(16);
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function newId(state: State): string {
  return nextId(state.world.random);
}

/** One draw of a lag, in milliseconds. */
export function drawLag(state: State, lag: Lag): number {
  if (typeof lag === 'number') return lag;
  const [from, to] = lag;
  return from + Math.floor(state.world.random() * (to - from + 1));
}
