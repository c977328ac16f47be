import type { EffectDriver, Prepared } from '../effects/effect-driver.ts';
import type { ActiveRules, PairRun } from '../effects/pair-run.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import { dayIn, type Instant } from '../kernel/instant.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { SalesOrderDraft, TaxTreatment } from '../model/sales-order.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { Tx } from '../ports/store.ts';
import { bookPlacing, confirm, parkOrder, tellOfSurplus } from './book-placing.ts';
import { articlesOf } from './order-articles.ts';
import { contactDraft, contactKey, needsContact } from './order-contact.ts';
import { exchangeOf } from './order-currency.ts';
import { effectNamedBy } from './order-keys.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { type DraftBy, draftedBy, recordSalesOrder, type SalesOrderFacts, treatedBy } from './recorded-sales-order.ts';
import { pinOf, type SalesOrderInput, type SalesOrderPin } from './sales-order-intent.ts';

/** Makes the one sales order of an admitted order, from stored facts alone, and compares what came of it. */
export function salesOrderDriver(run: PairRun, steps: OrderSteps = orderSteps): EffectDriver<SalesOrderDraft, { readonly id: string }> {
  const { salesOrders } = run.invoicing;
  return {
    kind: 'place-sales-order',
    port: salesOrders,
    idOf: (made) => made.id,
    prepare: (tx, row, at, act) => prepare(run, tx, row, { at, act, steps }),
    confirm: (made, draft, call) => confirm(run, steps, { made, draft, call }),
    settled: (tx, settled) => bookPlacing(run, tx, settled),
    surplus: (tx, row, others) => tellOfSurplus(run, tx, row, others),
    namedBy: (texts) => effectNamedBy(texts, { vendor: run.channel.vendor, accountId: run.channelSettings.accountId }),
  };
}

async function prepare(
  run: PairRun,
  tx: Tx,
  row: EffectRow,
  { at, act, steps }: { readonly at: Instant; readonly act: 'send' | 'find'; readonly steps: OrderSteps },
): Promise<Prepared<SalesOrderDraft>> {
  const record = await tx.orders.read(run.pair, row.subject);
  // Cancelled or put away while a doubt was being cleared: what does not stand there is not made any more.
  if (act === 'send' && record?.state !== 'admitted') return { do: 'drop', why: record?.reason ?? 'ORDER_CANCELLED' };
  const { revision: number } = row.input as unknown as SalesOrderInput;
  const revision = await tx.orders.revision(run.pair, row.subject, number);
  const personal = revision && (await tx.people.read(revision.peopleKey, { purpose: 'place sales order', by: 'engine', at }));
  if (revision === undefined || personal?.kind !== 'order') return park(run, tx, row, 'ORDER_PEOPLE_ERASED', {});
  const order: ChannelOrder = { ...revision.content, people: personal.people };

  const on = dayIn(run.settings.timeZone, order.placedAt);
  const exchange = exchangeOf(run, row, order, on);
  if ('reason' in exchange) return park(run, tx, row, exchange.reason, exchange.data);
  const rules = await rulesFor(run, tx, row);
  const facts: SalesOrderFacts = {
    order,
    articles: await articlesOf(run, tx, order, rules.compiled),
    settings: run.invoicingSettings,
    vatRates: run.settings.vatRates,
    ...(exchange.found === undefined ? {} : { exchange: exchange.found }),
    timeZone: run.settings.timeZone,
    markerPlace: run.settings.markerPlace,
  };
  const treated = treatedBy(facts, rules.compiled, steps);
  if (!treated.ok) return park(run, tx, row, treated.reason, treated.data);

  const contact = await contactOf(run, tx, order, treated.treatment, at);
  if (contact.do === 'wait') return contact;
  if (contact.do === 'park') return park(run, tx, row, 'CONTACT_NOT_MADE', { why: contact.why });

  const { limits, totals } = run.invoicing.salesOrders;
  const by: DraftBy = { treated, contactId: contact.id, rules: rules.compiled, limits, totals };
  const { result: proved, used } = run.rates.during(() => draftedBy(facts, by, steps));
  // What was sent was proved then; a look needs the draft alone.
  if (!proved.ok && (act === 'send' || proved.draft === undefined)) return park(run, tx, row, proved.reason, proved.data);
  if (act === 'find') return { do: 'go', draft: proved.draft };
  const { record: explanation, kept } = recordSalesOrder({
    facts,
    revision,
    contacts: run.settings.contacts,
    rules,
    by,
    rates: used,
    draft: proved.draft,
  });
  await tx.explanations.keep(kept);
  const pin: SalesOrderPin = {
    rules: rules.version,
    gross: totals(proved.draft).gross,
    explanation: contentHash(explanation),
    ...(exchange.found === undefined ? {} : { exchange: exchange.found }),
  };
  return { do: 'go', draft: proved.draft, explanation: explanation as unknown as Json, pin: pin as unknown as Json };
}

/** What may have been sent already is finished on the rules that it was begun with; what was never sent takes the run's. */
async function rulesFor(run: PairRun, tx: Tx, { key, pin }: EffectRow): Promise<ActiveRules> {
  const active = run.rules.orders;
  const version = pinOf(pin)?.rules;
  if (version === undefined || version === active.version) return active;
  const stored = await tx.rules.read(run.pair, 'orders', version);
  const compiled = stored === undefined ? undefined : run.compile(stored.content);
  if (compiled !== undefined) return { version, compiled };
  run.environment.log.error('the rules that an intent was begun with are gone', { key, version });
  return active;
}

type Contact =
  | { readonly do: 'go'; readonly id?: string }
  | { readonly do: 'wait'; readonly until: Instant }
  | { readonly do: 'park'; readonly why: string };

/** The contact comes first, as an effect of its own; the order waits until it is made and can be seen. */
async function contactOf(run: PairRun, tx: Tx, order: ChannelOrder, treatment: TaxTreatment, at: Instant): Promise<Contact> {
  const { contacts } = run.invoicing;
  if (!needsContact(treatment, order.people, run.settings.contacts)) return { do: 'go' };
  if (contacts === undefined) return { do: 'park', why: 'UNSUPPORTED' };
  const draft = contactDraft(treatment, order.people);
  const account = { vendor: run.invoicing.vendor, accountId: run.invoicingSettings.accountId };
  const key = contactKey(account, draft);
  const row = await tx.effects.read(key);
  const fingerprint = contentHash(draft);
  // A refused contact is tried again with other data, never with the same.
  const again = row?.state === 'parked' && row.attempt === 0 && row.fingerprint !== fingerprint;
  if (row === undefined || again) {
    // Ends with the order's own data at the latest; a contact that is known needs its draft no more.
    await tx.people.put(key, { kind: 'contact', contact: draft }, at + peopleKeptMs);
    const intent = {
      key,
      pair: run.pair,
      kind: 'ensure-contact',
      subject: key,
      fingerprint,
      marker: key,
      input: {},
      notBefore: at,
      lookBackTo: 0,
    } as const;
    if (again) await tx.effects.replace(intent, at);
    else await tx.effects.intend(intent, at);
    // Where all goes well the contact can be seen by then, and the order waits but once.
    return { do: 'wait', until: at + contactMs + contacts.visibleAfterMs };
  }
  if (row.state === 'done' && row.result !== undefined) {
    const madeAt = row.evidence.at(-1)?.at ?? row.createdAt;
    const visibleAt = row.attempt === 0 ? madeAt : madeAt + contacts.visibleAfterMs;
    return at < visibleAt ? { do: 'wait', until: visibleAt } : { do: 'go', id: row.result };
  }
  return row.state === 'parked' || row.state === 'withdrawn'
    ? { do: 'park', why: row.reason ?? row.state }
    : { do: 'wait', until: Math.max(at + 1_000, row.notBefore) };
}

/** How long a contact commonly takes to be looked for and made. */
const contactMs = 1_500;

/** Kept until an order is surely settled; the end date of the vault. */
export const peopleKeptMs = 30 * 24 * 3_600_000;

async function park(
  run: PairRun,
  tx: Tx,
  row: EffectRow,
  reason: string,
  data: Readonly<Record<string, string>>,
): Promise<{ readonly do: 'park'; readonly reason: string }> {
  // After a send of ours the runner parks it for the doubt; where we sent nothing the reason is its own, after a restored backup too.
  if (row.state === 'intended' || row.attempt === 0) await parkOrder(run, tx, row.subject, reason, data);
  return { do: 'park', reason };
}
