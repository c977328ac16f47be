import type { RowError } from '../model/stock.ts';
import type { CountFromArticle, FigureInArticle } from '../ports/stock-source.ts';
import { readCountTime } from './count-time.ts';
import { type NotePattern, readNotePattern } from './note-pattern.ts';
import { readFigure } from './read-figure.ts';

export interface NoteOptions {
  /** IANA zone of the dates and times in the notes. Default Europe/Berlin. */
  readonly timeZone?: string;
}

/**
 * Reads a figure from an article's internal note by a pattern such as `Bestand: {count}` or
 * `Bestand: {count} [({date} {time})]`. The pattern must stand at the beginning of a line; case and blanks around it do
 * not matter, and what stands in brackets may be missing. A line that begins so and holds no whole figure, or no time
 * where one belongs, is reported, not skipped.
 * @throws Error where the pattern has not exactly one `{count}` or no text before it, or a time without a date
 */
export function countInNote(pattern: string, { timeZone = 'Europe/Berlin' }: NoteOptions = {}): CountFromArticle {
  const compiled = readNotePattern(pattern);
  return Object.assign((article: Parameters<CountFromArticle>[0]) => readNote(compiled, timeZone, article.note ?? ''), {
    key: `note/${pattern}/${timeZone}`,
  });
}

function readNote(pattern: NotePattern, timeZone: string, note: string): FigureInArticle | RowError | undefined {
  const [line, ...others] = pattern.linesIn(note);
  if (line === undefined) return pattern.resembles(note) ? { at: 'note', reason: 'NOT_THE_PATTERN' } : undefined;
  if (others.length > 0) return { at: 'note', reason: 'SEVERAL_LINES' };
  const parts = pattern.partsOf(line);
  if (parts === undefined) return { at: 'note', reason: 'NOT_A_FIGURE' };
  const onHand = readFigure(parts.count);
  if (typeof onHand === 'string') return { at: 'note', reason: onHand };
  if (parts.date === undefined) return { onHand };
  const counted = readCountTime(timeZone, parts.date, parts.time);
  return counted === undefined ? { at: 'note', reason: 'NOT_A_TIME' } : { onHand, counted };
}
