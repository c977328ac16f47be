import { cutText } from '../kernel/cut-text.ts';
import { dayIn } from '../kernel/instant.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import { orderRecord } from '../mapping/records.ts';
import { mappingRefused } from '../mapping/refused.ts';
import type { Article } from '../model/article.ts';
import type { ChannelOrder, OrderPeople, PostalAddress } from '../model/order.ts';
import type { Recipient, RecipientAddress, SalesOrderDraft, SalesOrderLine, TaxTreatment } from '../model/sales-order.ts';
import type { CurrencyCode } from '../money/money.ts';
import type { SalesOrderLimits } from '../ports/invoicing.ts';
import type { ChargedCents } from './charged-cents.ts';
import { wordsOf } from './item-words.ts';
import { salesOrderLines, type WrittenItem } from './sales-order-lines.ts';
import type { Refusal } from './taxable-sale.ts';

export interface DraftFacts {
  readonly order: ChannelOrder;
  /** The order's amounts in cents of the books' currency. */
  readonly charged: ChargedCents;
  readonly currency: CurrencyCode;
  readonly treatment: TaxTreatment;
  /** What a document of the invoicing system holds. */
  readonly limits: SalesOrderLimits;
  readonly contactId?: string;
  /** SKU key → the article it sells. */
  readonly articles: ReadonlyMap<string, Article>;
  readonly rules: CompiledRules;
  readonly timeZone: string;
  readonly markerPlace: SalesOrderDraft['markerPlace'];
}

export type Drafted = { readonly ok: true; readonly draft: SalesOrderDraft; readonly written: readonly WrittenItem[] } | Refusal;

/** Makes the sales order that an order becomes. Pure: the same facts give the same draft in every attempt. */
export function salesOrderDraft(facts: DraftFacts): Drafted {
  const { order, rules } = facts;
  const address = recipientAddress(order.people.billing);
  if (address.name === '') return { ok: false, reason: 'ORDER_WITHOUT_NAME', data: {} };

  const record = orderRecord(order, facts.timeZone);
  const document = rules.apply('document', { order: record });
  if (!document.ok) return mappingRefused(document);
  const failures: Refusal[] = [];
  const delivery = deliveryLines(order.people, address, facts.limits);
  const reserved = delivery.length + (facts.markerPlace === 'text-line' ? 1 : 0);
  const limits = { ...facts.limits, linesMax: facts.limits.linesMax - reserved };
  const lines = salesOrderLines(facts.charged, limits, (item) => {
    const made = wordsOf(item, facts, record);
    if (!('reason' in made)) return made;
    failures.push(made);
    return { name: '', unit: '' };
  });
  if (!lines.ok) return lines;
  if (lines.lines.every((line) => line.kind === 'text')) return { ok: false, reason: 'ORDER_FREE', data: {} };
  const [failure] = failures;
  if (failure !== undefined) return failure;

  const recipient: Recipient =
    facts.contactId === undefined ? { kind: 'one-time', address } : { kind: 'contact', contactId: facts.contactId, address };
  const { introduction, remark, title, deliveryTerms } = document.values;
  return {
    ok: true,
    draft: {
      placedOn: dayIn(facts.timeZone, order.placedAt),
      currency: facts.currency,
      treatment: facts.treatment,
      recipient,
      lines: [...lines.lines, ...delivery],
      ...(introduction === undefined ? {} : { introduction }),
      ...(remark === undefined ? {} : { remark }),
      ...(title === undefined ? {} : { title }),
      ...(deliveryTerms === undefined ? {} : { deliveryTerms }),
      markerPlace: facts.markerPlace,
    },
    written: lines.written,
  };
}

/** Where goods go that is not the bill's address. */
export function deliveriesBeside(people: OrderPeople, billing = recipientAddress(people.billing)): readonly RecipientAddress[] {
  return people.shipping.map(recipientAddress).filter((address) => JSON.stringify(address) !== JSON.stringify(billing));
}

/** A sales order has one address; where the goods go elsewhere it is said in a line of text. */
function deliveryLines(people: OrderPeople, billing: RecipientAddress, limits: SalesOrderLimits): readonly SalesOrderLine[] {
  return deliveriesBeside(people, billing).map((address) => ({
    kind: 'text',
    name: 'Lieferanschrift',
    description: cutText(
      [address.name, address.supplement, address.street, `${address.zip} ${address.city}`, address.country]
        .filter((part) => part !== undefined && part.trim() !== '')
        .join('\n'),
      limits.descriptionMax,
    ),
  }));
}

/** A company is named first, with the person below it. */
export function recipientAddress(address: PostalAddress): RecipientAddress {
  const person = `${address.firstName} ${address.lastName}`.trim();
  const company = address.company?.trim() ?? '';
  const supplement = [company === '' ? '' : person, address.supplement ?? ''].filter((part) => part !== '').join(', ');
  return {
    name: company === '' ? person : company,
    ...(supplement === '' ? {} : { supplement }),
    street: address.street,
    zip: address.zip,
    city: address.city,
    country: address.country,
  };
}
