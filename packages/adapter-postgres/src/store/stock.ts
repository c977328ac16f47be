import { bookEvent, type StockEvent, type StockJournal, type StockLevel } from '@megzo/core';
import { instantOrNull, instantText, jsonText, lastByKey } from '../sql/values.ts';
import type { Ground } from './slice.ts';

interface LevelRow {
  readonly pool: string;
  readonly skuKey: string;
  readonly onHand: number | null;
  readonly allocated: number;
  readonly countedFigure: number | null;
  readonly countedAt: number | null;
  readonly lastShipmentAt: number | null;
}

const levelColumns = `pool, sku_key AS "skuKey", on_hand AS "onHand", allocated, counted_figure AS "countedFigure",
  counted_at AS "countedAt", last_shipment_at AS "lastShipmentAt"`;

export function createStock({ query }: Ground): StockJournal {
  /** Appends what is new, in the order given, and answers it in that order. */
  async function append(events: readonly StockEvent[]): Promise<readonly StockEvent[]> {
    const given = firstByKey(events);
    const added = await query<{ key: string }>(
      `INSERT INTO megzo.stock_events (key, pool, sku_key, kind, units, source, at)
       SELECT key, pool, sku_key, kind, units, source, at
       FROM jsonb_to_recordset($1)
         AS given (place integer, key text, pool text, sku_key text, kind text, units bigint, source text, at timestamptz)
       ORDER BY place
       ON CONFLICT (merchant_id, key) DO NOTHING RETURNING key`,
      [
        jsonText(
          given.map(({ key, pool, skuKey, kind, units, source, at }, place) => ({
            ...{ place, key, pool, kind, units, source },
            sku_key: skuKey,
            at: instantText(at),
          })),
        ),
      ],
    );
    const keys = new Set(added.map(({ key }) => key));
    return given.filter(({ key }) => keys.has(key));
  }

  async function lockedLevels(events: readonly StockEvent[]): Promise<Map<string, StockLevel>> {
    const rows = await query<LevelRow>(
      `SELECT ${levelColumns} FROM megzo.stock_levels
       WHERE (pool, sku_key) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY pool, sku_key FOR UPDATE`,
      [events.map(({ pool }) => pool), events.map(({ skuKey }) => skuKey)],
    );
    return new Map(rows.map((row) => [placeOf(row), levelOf(row)]));
  }

  return {
    book: async (events) => {
      if (events.length === 0) return 0;
      const added = await append(events);
      if (added.length === 0) return 0;
      const levels = await lockedLevels(added);
      for (const event of added) {
        levels.set(placeOf(event), bookEvent(levels.get(placeOf(event)) ?? { skuKey: event.skuKey, allocated: 0 }, event));
      }
      const changed = lastByKey(added, placeOf).map((event) => levelFields(event.pool, levels.get(placeOf(event))));
      await query(
        `INSERT INTO megzo.stock_levels (pool, sku_key, on_hand, allocated, counted_figure, counted_at, last_shipment_at)
         SELECT pool, sku_key, on_hand, allocated, counted_figure, counted_at, last_shipment_at
         FROM jsonb_to_recordset($1) AS given (pool text, sku_key text, on_hand bigint, allocated bigint,
           counted_figure bigint, counted_at timestamptz, last_shipment_at timestamptz)
         ON CONFLICT (merchant_id, pool, sku_key) DO UPDATE
           SET (on_hand, allocated, counted_figure, counted_at, last_shipment_at)
             = (excluded.on_hand, excluded.allocated, excluded.counted_figure, excluded.counted_at, excluded.last_shipment_at)`,
        [jsonText(changed)],
      );
      return added.length;
    },

    levels: async (pool, skuKeys) => {
      const rows = await query<LevelRow>(
        `SELECT ${levelColumns} FROM megzo.stock_levels WHERE pool = $1 AND sku_key = ANY ($2::text[]) ORDER BY sku_key`,
        [pool, skuKeys],
      );
      return rows.map(levelOf);
    },

    events: (pool, skuKey) =>
      query<StockEvent>(
        `SELECT key, pool, sku_key AS "skuKey", kind, units, source, at FROM megzo.stock_events
         WHERE pool = $1 AND sku_key = $2 ORDER BY position`,
        [pool, skuKey],
      ),
  };
}

function firstByKey(events: readonly StockEvent[]): readonly StockEvent[] {
  const keys = new Set<string>();
  return events.filter(({ key }) => !keys.has(key) && keys.add(key));
}

function placeOf({ pool, skuKey }: { readonly pool: string; readonly skuKey: string }): string {
  return JSON.stringify([pool, skuKey]);
}

function levelOf({ skuKey, onHand, allocated, countedFigure, countedAt, lastShipmentAt }: LevelRow): StockLevel {
  return {
    skuKey,
    ...(onHand === null ? {} : { onHand }),
    allocated,
    ...(countedFigure === null || countedAt === null ? {} : { counted: { figure: countedFigure, at: countedAt } }),
    ...(lastShipmentAt === null ? {} : { lastShipmentAt }),
  };
}

function levelFields(pool: string, level: StockLevel | undefined): object {
  return {
    pool,
    sku_key: level?.skuKey,
    on_hand: level?.onHand,
    allocated: level?.allocated,
    counted_figure: level?.counted?.figure,
    counted_at: instantOrNull(level?.counted?.at),
    last_shipment_at: instantOrNull(level?.lastShipmentAt),
  };
}
