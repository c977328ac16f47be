import { bookEvent, type StockBooking, type StockEvent, type StockJournal, type StockLevel, unknownLevel } from '@megzo/core';
import { instantOrNull, instantText, jsonText, lastByKey, withoutNulls } from '../sql/values.ts';
import type { Ground } from './slice.ts';
import { createStockHoldings } from './stock-holdings.ts';
import { createStockItems } from './stock-items.ts';

interface LevelRow {
  readonly pool: string;
  /** As asked for. */
  readonly skuKey: string;
  readonly item: string;
  readonly onHand: number | null;
  readonly allocated: number;
  readonly countedFigure: number | null;
  readonly countedAt: number | null;
  readonly notBefore: number | null;
  readonly notAfter: number | null;
  readonly changes: number;
  readonly lastShipmentAt: number | null;
}

const levelColumns = `l.on_hand AS "onHand", l.allocated, l.counted_figure AS "countedFigure", l.counted_at AS "countedAt",
  l.count_not_before AS "notBefore", l.count_not_after AS "notAfter", l.changes, l.last_shipment_at AS "lastShipmentAt"`;

const eventColumns = 'key, pool, coalesce(named, sku_key) AS "skuKey", kind, units, source, at, not_before AS "notBefore"';

/** SKU keys with the items that they name, as `asked (name, item)`; $1 is the pool, $2 the keys. */
const askedItems = `(SELECT given.name, coalesce(n.item, given.name) AS item FROM unnest($2::text[]) AS given (name)
   LEFT JOIN megzo.stock_names n ON n.pool = $1 AND n.sku_key = given.name) AS asked`;

export function createStock(ground: Ground): StockJournal {
  const { query } = ground;

  /** Appends what is new, in the order given, and answers it in that order, with its item. */
  async function append(events: readonly StockBooking[]): Promise<readonly (StockBooking & { readonly item: string })[]> {
    const given = firstByKey(events);
    const added = await query<{ key: string; item: string }>(
      `INSERT INTO megzo.stock_events (key, pool, sku_key, named, kind, units, source, at, not_before)
       SELECT given.key, given.pool, coalesce(given.item, n.item, given.sku_key),
         nullif(given.sku_key, coalesce(given.item, n.item, given.sku_key)), given.kind, given.units, given.source, given.at, given.not_before
       FROM jsonb_to_recordset($1) AS given (place integer, key text, pool text, sku_key text, item text, kind text, units bigint,
         source text, at timestamptz, not_before timestamptz)
       LEFT JOIN megzo.stock_names n ON n.pool = given.pool AND n.sku_key = given.sku_key
       ORDER BY given.place
       ON CONFLICT (merchant_id, key) DO NOTHING RETURNING key, sku_key AS item`,
      [
        jsonText(
          given.map(({ key, pool, skuKey, item, kind, units, source, at, notBefore }, place) => ({
            ...{ place, key, pool, item, kind, units, source },
            sku_key: skuKey,
            at: instantText(at),
            not_before: instantOrNull(notBefore),
          })),
        ),
      ],
    );
    const items = new Map(added.map(({ key, item }) => [key, item]));
    const strange = given.length < new Set([...given.map(({ key }) => key), ...items.keys()]).size;
    // Its level would never be moved, and nothing would say so.
    if (strange) throw new Error('a stock event came back under another key than it was given');
    return given.flatMap((event) => {
      const item = items.get(event.key);
      return item === undefined ? [] : [{ ...event, item }];
    });
  }

  async function lockedLevels(events: readonly { readonly pool: string; readonly item: string }[]): Promise<Map<string, StockLevel>> {
    const rows = await query<LevelRow>(
      `SELECT l.pool, l.sku_key AS "skuKey", l.sku_key AS item, ${levelColumns} FROM megzo.stock_levels l
       WHERE (l.pool, l.sku_key) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY l.pool, l.sku_key FOR UPDATE`,
      [events.map(({ pool }) => pool), events.map(({ item }) => item)],
    );
    return new Map(rows.map((row) => [placeOf(row), levelOf(row)]));
  }

  async function writeLevels(levels: readonly object[]): Promise<void> {
    await query(
      `INSERT INTO megzo.stock_levels (pool, sku_key, on_hand, allocated, counted_figure, counted_at, count_not_before,
         count_not_after, changes, last_shipment_at)
       SELECT pool, sku_key, on_hand, allocated, counted_figure, counted_at, count_not_before, count_not_after, changes, last_shipment_at
       FROM jsonb_to_recordset($1) AS given (pool text, sku_key text, on_hand bigint, allocated bigint, counted_figure bigint,
         counted_at timestamptz, count_not_before timestamptz, count_not_after timestamptz, changes bigint, last_shipment_at timestamptz)
       ON CONFLICT (merchant_id, pool, sku_key) DO UPDATE
         SET (on_hand, allocated, counted_figure, counted_at, count_not_before, count_not_after, changes, last_shipment_at)
           = (excluded.on_hand, excluded.allocated, excluded.counted_figure, excluded.counted_at, excluded.count_not_before,
              excluded.count_not_after, excluded.changes, excluded.last_shipment_at)`,
      [jsonText(levels)],
    );
  }

  return {
    book: async (events) => {
      if (events.length === 0) return 0;
      const added = await append(events);
      if (added.length === 0) return 0;
      const levels = await lockedLevels(added);
      for (const event of added) {
        levels.set(placeOf(event), bookEvent(levels.get(placeOf(event)) ?? unknownLevel(event.item), event));
      }
      await writeLevels(lastByKey(added, placeOf).map((event) => levelFields(event, levels.get(placeOf(event)))));
      return added.length;
    },

    find: async (keys) => {
      const rows = await query<EventRow>(`SELECT ${eventColumns} FROM megzo.stock_events WHERE key = ANY ($1::text[])`, [keys]);
      return rows.map(withoutNulls<StockEvent>);
    },

    levels: async (pool, skuKeys) => {
      const rows = await query<LevelRow>(
        `SELECT DISTINCT ON (asked.name) l.pool, asked.name AS "skuKey", l.sku_key AS item, ${levelColumns}
         FROM ${askedItems} JOIN megzo.stock_levels l ON l.pool = $1 AND l.sku_key = asked.item ORDER BY asked.name`,
        [pool, skuKeys],
      );
      return rows.map(levelOf);
    },

    events: async (pool, skuKey, part) => {
      const rows = await query<EventRow>(
        `SELECT ${eventColumns} FROM megzo.stock_events
         WHERE pool = $1 AND sku_key = coalesce((SELECT item FROM megzo.stock_names WHERE pool = $1 AND sku_key = $2), $2)
         ORDER BY position OFFSET $3 LIMIT $4`,
        [pool, skuKey, part?.from ?? 0, part?.limit ?? null],
      );
      return rows.map(withoutNulls<StockEvent>);
    },

    moves: (pool, skuKeys, since) =>
      query(
        `SELECT asked.name AS "skuKey", e.kind, e.units, e.source, e.at
         FROM (SELECT DISTINCT name, item FROM ${askedItems}) AS asked
         JOIN megzo.stock_events e ON e.pool = $1 AND e.sku_key = asked.item AND e.at >= $3
         WHERE e.kind IN ('receipt', 'restock', 'adjustment', 'shipment') ORDER BY asked.name, e.position`,
        [pool, skuKeys, instantText(since)],
      ),

    ...createStockItems(ground),
    ...createStockHoldings(ground),

    stored: async ({ pool, item }) => {
      const rows = await query<LevelRow>(
        `SELECT l.pool, l.sku_key AS "skuKey", l.sku_key AS item, ${levelColumns} FROM megzo.stock_levels l WHERE l.pool = $1 AND l.sku_key = $2`,
        [pool, item],
      );
      return rows.map(levelOf)[0];
    },

    history: async ({ pool, item }, from, limit) => {
      const rows = await query<EventRow>(
        `SELECT ${eventColumns} FROM megzo.stock_events WHERE pool = $1 AND sku_key = $2 ORDER BY position OFFSET $3 LIMIT $4`,
        [pool, item, from, limit],
      );
      return rows.map(withoutNulls<StockEvent>);
    },

    restate: async (place, level) => writeLevels([levelFields(place, level)]),
  };
}

type EventRow = Parameters<typeof withoutNulls<StockEvent>>[0];

function firstByKey(events: readonly StockBooking[]): readonly StockBooking[] {
  const keys = new Set<string>();
  return events.filter(({ key }) => !keys.has(key) && keys.add(key));
}

function placeOf({ pool, item }: { readonly pool: string; readonly item: string }): string {
  return JSON.stringify([pool, item]);
}

function levelOf(row: LevelRow): StockLevel {
  const { skuKey, onHand, allocated, countedFigure, countedAt, notBefore, notAfter, changes, lastShipmentAt } = row;
  return {
    skuKey,
    ...(onHand === null ? {} : { onHand }),
    allocated,
    ...(countedFigure === null || countedAt === null ? {} : { counted: { figure: countedFigure, at: countedAt } }),
    ...(notBefore === null || notAfter === null ? {} : { lastCount: { notBefore, notAfter } }),
    changes,
    ...(lastShipmentAt === null ? {} : { lastShipmentAt }),
  };
}

function levelFields({ pool, item }: { readonly pool: string; readonly item: string }, level: StockLevel | undefined): object {
  return {
    pool,
    sku_key: item,
    on_hand: level?.onHand,
    allocated: level?.allocated,
    counted_figure: level?.counted?.figure,
    counted_at: instantOrNull(level?.counted?.at),
    count_not_before: instantOrNull(level?.lastCount?.notBefore),
    count_not_after: instantOrNull(level?.lastCount?.notAfter),
    changes: level?.changes,
    last_shipment_at: instantOrNull(level?.lastShipmentAt),
  };
}
