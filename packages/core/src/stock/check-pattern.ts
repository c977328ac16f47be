import type { ConnectionId } from '../kernel/ids.ts';
import type { Article } from '../model/article.ts';
import type { CountFromArticle } from '../ports/stock-source.ts';
import type { Tx } from '../ports/store.ts';
import { borneBy } from './bearers.ts';
import { readNotePattern } from './note-pattern.ts';

/** What a pattern finds in one note. */
export interface NoteFinding {
  readonly sku: string;
  readonly title: string;
  /** The line itself, cut. It is shown to the merchant, never stored. */
  readonly line: string;
  readonly onHand?: number;
  readonly reason?: string;
}

export interface PatternCheck {
  readonly articles: number;
  readonly withNote: number;
  readonly readable: number;
  /** Readable ones that say when they were counted. */
  readonly timed: number;
  readonly unreadable: number;
  /** The word of the pattern stands in the note, but not at the beginning of a line. */
  readonly lookalikes: number;
  /** Readable, but another article bears the same number: none of them is counted. */
  readonly shared: number;
  /** Readable, but without a number, so that nobody knows what is counted. */
  readonly numberless: number;
  readonly examples: Readonly<Record<'readable' | 'unreadable' | 'lookalikes' | 'shared', readonly NoteFinding[]>>;
}

const examplesMax = 20;
const lineMax = 80;

/** Runs a pattern over the notes of articles as they were last read. Books nothing. */
export async function checkPattern(
  tx: Tx,
  { connection, pattern, count }: { readonly connection: ConnectionId; readonly pattern: string; readonly count: CountFromArticle },
): Promise<PatternCheck> {
  const { linesIn, mentions } = readNotePattern(pattern);
  const totals = { articles: 0, withNote: 0, readable: 0, timed: 0, unreadable: 0, lookalikes: 0, shared: 0, numberless: 0 };
  const examples = { readable: [], unreadable: [], lookalikes: [], shared: [] } as Record<keyof PatternCheck['examples'], NoteFinding[]>;
  const note = (kind: keyof PatternCheck['examples'], finding: NoteFinding): void => {
    totals[kind] += 1;
    if (examples[kind].length < examplesMax) examples[kind].push(finding);
  };
  for (let after: string | undefined; ; ) {
    const page: readonly { readonly article: Article }[] = await tx.snapshot.page(connection, after, 500);
    for (const { article } of page) {
      if (article.archived) continue;
      totals.articles += 1;
      const text = article.note?.trim() ?? '';
      if (text === '') continue;
      totals.withNote += 1;
      const found = count(article);
      const about = { sku: article.number ?? '', title: article.title };
      const lines = text.split(/\r?\n/).map((one) => one.trim());
      const line = cut(lines.find((one) => linesIn(one).length > 0) ?? lines.find(mentions) ?? '');
      if (found === undefined) {
        if (line !== '') note('lookalikes', { ...about, line });
      } else if ('reason' in found) note('unreadable', { ...about, line, reason: found.reason });
      else {
        note('readable', { ...about, line, onHand: found.onHand });
        if (found.counted !== undefined) totals.timed += 1;
        const key = borneBy(article);
        if (key === undefined) totals.numberless += 1;
        else if ((await tx.snapshot.bySku(connection, [key])).some((other) => other.article.id !== article.id && !other.article.archived)) {
          note('shared', { ...about, line, onHand: found.onHand });
        }
      }
    }
    after = page.at(-1)?.article.id;
    if (after === undefined) break;
  }
  return { ...totals, examples };
}

function cut(line: string): string {
  return line.length > lineMax ? `${line.slice(0, lineMax)}…` : line;
}
