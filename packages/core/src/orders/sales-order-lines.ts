import { cutText } from '../kernel/cut-text.ts';
import type { PricedLine, SalesOrderLine } from '../model/sales-order.ts';
import { type DecimalText, decimal } from '../money/decimal.ts';
import { divideRounded, fromUnits, toUnits } from '../money/units.ts';
import type { SalesOrderLimits } from '../ports/invoicing.ts';
import type { ChargedCents, ItemCents } from './charged-cents.ts';
import type { OrderItem } from './order-items.ts';
import { type Refusal, refusal } from './taxable-sale.ts';

/** Words and article of one item, made by mapping rules. Amounts are never theirs to choose. */
export interface ItemWords {
  readonly article?: PricedLine['article'];
  readonly name: string;
  readonly description?: string;
  readonly unit: string;
}

/**
 * How an item is written so that it comes to its cents: its quantity times a price in whole cents; times a finer price; as two
 * lines a cent apart; as one line that says the quantity in words; as a text, where it costs nothing; not at all, without units.
 */
export type Written = 'whole-cents' | 'fine-price' | 'split' | 'in-words' | 'gift' | 'nothing';

export interface WrittenItem {
  readonly item: OrderItem;
  readonly how: Written;
  /** How many of the lines are its own; items and lines stand in the same order. */
  readonly lines: number;
}

export type Lines = { readonly ok: true; readonly lines: readonly SalesOrderLine[]; readonly written: readonly WrittenItem[] } | Refusal;

/**
 * Turns cents into lines that add up to the charged total whether the invoicing system rounds each line, each rate or the whole:
 * prices finer than a cent are used as long as what they are off, all together, stays below half a cent.
 * Discounts are inside the items already.
 */
export function salesOrderLines({ items }: ChargedCents, limits: SalesOrderLimits, wordsOf: (item: OrderItem) => ItemWords): Lines {
  // Every item takes a line; what is left may be spent on splitting.
  let room: Room = { lines: limits.linesMax - items.length, slack: halfCentIn(limits.priceDecimals) };
  const lines: SalesOrderLine[] = [];
  const written: WrittenItem[] = [];
  for (const cents of items) {
    const piece = writeItem(cents, room, limits.priceDecimals);
    room = piece.room;
    const words = wordsOf(cents.item);
    lines.push(...piece.parts.map((part) => lineOf(part, { words, rate: cents.rate, nameMax: limits.nameMax })));
    written.push({ item: cents.item, how: piece.how, lines: piece.parts.length });
  }
  return lines.length <= limits.linesMax
    ? { ok: true, lines, written }
    : refusal('ORDER_TOO_LONG', { lines: String(lines.length), linesMax: String(limits.linesMax) });
}

/** What may still be spent: lines on splitting, and what finer prices may be off. `slack` in units of the last place of a price. */
interface Room {
  readonly lines: number;
  readonly slack: bigint;
}

interface Part {
  readonly quantity: number;
  /** Absent: a text. */
  readonly price?: DecimalText;
  /** Said before the name, where the line's own quantity does not say it. */
  readonly units?: number;
}

interface Piece {
  readonly how: Written;
  readonly parts: readonly Part[];
  readonly room: Room;
}

function writeItem({ item, gross }: ItemCents, room: Room, decimals: number): Piece {
  const quantity = item.type === 'line' ? item.line.quantity : 1;
  if (quantity === 0) return { how: 'nothing', parts: [], room };
  const cents = toUnits(gross, 2);
  // Whether an invoicing system takes a line of price 0 is not documented: a gift is said in words.
  if (cents === 0n) return { how: 'gift', parts: [quantity === 1 ? { quantity } : { quantity, units: quantity }], room };
  const count = BigInt(quantity);
  const low = cents / count;
  const dearer = cents % count;
  if (dearer === 0n) return { how: 'whole-cents', parts: [{ quantity, price: fromUnits(low, 2) }], room };
  const fine = finePrice(cents, count, decimals);
  if (fine.price > 0n && fine.off < room.slack) {
    return {
      how: 'fine-price',
      parts: [{ quantity, price: fromUnits(fine.price, decimals) }],
      room: { ...room, slack: room.slack - fine.off },
    };
  }
  if (low === 0n || room.lines <= 0) return { how: 'in-words', parts: [{ quantity: 1, price: gross, units: quantity }], room };
  const more = Number(dearer);
  const parts = [
    { quantity: more, price: fromUnits(low + 1n, 2) },
    { quantity: quantity - more, price: fromUnits(low, 2) },
  ];
  return { how: 'split', parts, room: { ...room, lines: room.lines - 1 } };
}

/** The unit price that comes nearest, and how far its product is off; both in units of its last place. */
function finePrice(cents: bigint, count: bigint, decimals: number): { readonly price: bigint; readonly off: bigint } {
  const whole = cents * 10n ** BigInt(decimals - 2);
  const price = divideRounded(whole, count);
  const off = price * count - whole;
  return { price, off: off < 0n ? -off : off };
}

/** Half a cent; none where prices are in whole cents. */
function halfCentIn(decimals: number): bigint {
  return decimals > 2 ? 5n * 10n ** BigInt(decimals - 3) : 0n;
}

function lineOf(
  { quantity, price, units }: Part,
  { words, rate, nameMax }: { readonly words: ItemWords; readonly rate: DecimalText; readonly nameMax: number },
): SalesOrderLine {
  const name = cutText(units === undefined ? words.name : `${units} × ${words.name}`, nameMax);
  if (price === undefined) return { kind: 'text', name, description: '0,00 €' };
  return {
    kind: 'priced',
    ...(words.article === undefined ? {} : { article: words.article }),
    name,
    ...(words.description === undefined ? {} : { description: words.description }),
    quantity: decimal(quantity),
    unit: words.unit,
    unitPriceGross: price,
    taxRate: rate,
  };
}
