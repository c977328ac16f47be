import {
  type Answer,
  type Article,
  type Call,
  done,
  type FieldSpec,
  type InvoicingPort,
  type Log,
  type Page,
  rejected,
  SyncError,
} from '@megzo/core';
import { z } from 'zod';
import type { Client } from './client.ts';
import { articleWire } from './wire/article.ts';

/** What a mapping rule may read of an article. Said is only what every answer that can be read keeps: lengths and places are in no sheet. */
export const articleFields: readonly FieldSpec[] = [
  { path: 'id', type: 'text', required: true },
  { path: 'number', type: 'text' },
  { path: 'gtin', type: 'text' },
  { path: 'title', type: 'text' },
  { path: 'description', type: 'text' },
  { path: 'note', type: 'text' },
  { path: 'kind', type: 'text', required: true, values: ['product', 'service'] },
  { path: 'unit', type: 'text' },
  { path: 'price.leading', type: 'text', required: true, values: ['net', 'gross'] },
  { path: 'price.net', type: 'money', required: true },
  { path: 'price.gross', type: 'money', required: true },
  { path: 'price.currency', type: 'text', required: true, values: ['EUR'] },
  { path: 'price.taxRate', type: 'decimal', required: true },
  { path: 'archived', type: 'boolean', required: true },
  { path: 'updatedAt', type: 'instant', required: true },
];

/** The vendor lists 10 000 rows at the most and says 10 000 for anything beyond (sheet 1.3). */
const windowMax = 10_000;
const restartsMax = 2;

const cursorShape = z.object({ page: z.number().int().nonnegative(), total: z.number().int(), restarts: z.number().int() });
type Cursor = z.infer<typeof cursorShape>;

/**
 * Articles have no filter by change, so that a scan lists all of them, archived ones included, whatever `since` says.
 *
 * Pages are numbered and sorted by title, the vendor's only order: a row before the window that is deleted or renamed moves
 * the others. A scan whose total changes between two pages starts again from the first, at most twice. What remains: a
 * third change, or one that leaves the total as it was (a rename; one deleted and one made), may hide a row from one scan. Whoever
 * keeps articles therefore reads those that a listing did not name by their id.
 *
 * A row that cannot be read is left out and logged; `read` of its id then says what is wrong. An account of 10 000 articles
 * or more cannot be listed, and the scan is rejected instead of skipping some.
 */
export function createArticles(client: Client, log: Log): InvoicingPort['articles'] {
  return {
    fields: articleFields,
    changed: async ({ cursor }, call) => {
      const place = cursor === undefined ? undefined : cursorShape.parse(JSON.parse(cursor));
      return listFrom({ client, log, call }, place);
    },
    read: (id, call) => client.article(id, call),
  };
}

interface Listing {
  readonly client: Client;
  readonly log: Log;
  readonly call: Call;
}

async function listFrom({ client, log, call }: Listing, place: Cursor | undefined): Promise<Answer<Page<Article>>> {
  const page = place?.page ?? 0;
  const restarts = place?.restarts ?? 0;
  const answer = await client.articles({ page, size: 250 }, call);
  if (answer.status !== 'done') return answer;

  const { content, totalElements: total, totalPages } = answer.value;
  if (total >= windowMax) return rejected(new SyncError('REFUSED', 'lexoffice cannot list this many articles', { details: { windowMax } }));
  const items = readRows(content, log);
  if (place !== undefined && page > 0 && total !== place.total && restarts < restartsMax) {
    return done({ items, next: cursorText({ page: 0, total, restarts: restarts + 1 }) });
  }
  return done(page + 1 < totalPages ? { items, next: cursorText({ page: page + 1, total, restarts }) } : { items });
}

function cursorText(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

function readRows(rows: readonly unknown[], log: Log): readonly Article[] {
  return rows.flatMap((row) => {
    const parsed = articleWire.safeParse(row);
    if (parsed.success) return [parsed.data];
    const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
    log.error('lexoffice: an article cannot be read and is left out', { id: idOf(row), fields });
    return [];
  });
}

function idOf(row: unknown): string {
  const parsed = z.object({ id: z.guid() }).safeParse(row);
  return parsed.success ? parsed.data.id : 'unknown';
}
