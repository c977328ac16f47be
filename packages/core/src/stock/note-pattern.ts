/** A line of a note, taken apart. */
export interface NoteParts {
  readonly count: string;
  readonly date?: string;
  readonly time?: string;
}

export interface NotePattern {
  /** The lines of a note that begin like the pattern, folded. */
  linesIn(note: string): readonly string[];
  /** `undefined`: what stands around the figure is not what the pattern says. */
  partsOf(line: string): NoteParts | undefined;
  /** Whether a line of a note gives a figure after the pattern's word, but not as the pattern says: `Bestand 3` for `Bestand: {count}`. */
  resembles(note: string): boolean;
  /** What a line begins with, folded. */
  readonly start: string;
}

/** No merchant writes a longer one, and longer ones take time that others wait for. */
const lineMax = 200;

const advice = 'such as "Bestand: {count}" or "Bestand: {count} [({date} {time})]"';

/** Why a pattern cannot be used, in English, or nothing. */
export function notePatternFault(pattern: string): string | undefined {
  const places = ['{count}', '{date}', '{time}'].map((place) => pattern.split(place).length - 1);
  const [count = 0, date = 0, time = 0] = places;
  const before = pattern.split('{count}')[0] ?? '';
  if (count !== 1 || before.trim() === '') return `a stock pattern holds {count} once, after some text, ${advice}`;
  if (date > 1 || time > 1 || time > date)
    return `a stock pattern holds {date} and {time} once at the most, and no {time} without a {date}, ${advice}`;
  if (/[{}]/.test(pattern.replaceAll(/\{(count|date|time)\}/g, '')))
    return `a stock pattern knows {count}, {date} and {time} alone, ${advice}`;
  if (/[[\]]/.test(before) || !/^[^[\]]*(\[[^[\]]*\])?[^[\]]*$/.test(pattern)) {
    return `a stock pattern holds at most one part in brackets, after {count}, ${advice}`;
  }
  return undefined;
}

/** @throws Error for a pattern that `notePatternFault` has something to say about */
export function readNotePattern(pattern: string): NotePattern {
  const fault = notePatternFault(pattern);
  if (fault !== undefined) throw new Error(fault);
  const [before = '', after = ''] = pattern.split('{count}');
  const start = folded(before);
  const whole = new RegExp(`^${literal(start)}\\s*(?<count>.*?)\\s*${ending(after)}$`);
  const word = wordOf(start);
  const alike = word === '' ? undefined : new RegExp(`^${literal(word)}[^\\p{L}\\p{N}]*\\d[\\d.,]*( ?\\p{L}{1,5}\\.?)?$`, 'u');
  const linesOf = (note: string): readonly string[] => note.split(/\r?\n/).map(folded);
  return {
    start,
    linesIn: (note) => linesOf(note).filter((line) => line.startsWith(start)),
    resembles: (note) => linesOf(note).some((line) => line.length <= lineMax && alike?.test(line) === true),
    partsOf: (line) => {
      if (line.length > lineMax) return undefined;
      const { count = '', date, time } = whole.exec(line)?.groups ?? {};
      if (!whole.test(line)) return undefined;
      return { count, ...(date === undefined ? {} : { date }), ...(time === undefined ? {} : { time }) };
    },
  };
}

/** The words of a pattern's start, without the signs between them. */
export function wordOf(start: string): string {
  return start.replaceAll(/[^\p{L}\p{N} ]/gu, '').trim();
}

export function folded(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}

/** What may follow the figure, as a part of an expression. */
function ending(after: string): string {
  return after
    .split(/(\{date\}|\{time\}|[[\]])/)
    .map((part, index, parts) => {
      if (part === '{date}') return '(?<date>[^\\s,;()]+)';
      if (part === '{time}') return '(?<time>[^\\s,;()]+)';
      if (part === '[') return '(?:\\s*';
      if (part === ']') return ')?';
      if (part.trim() === '') return parts[index - 1] === '{date}' && parts[index + 1] === '{time}' ? '\\s+' : '\\s*';
      return `\\s*${literal(folded(part))}\\s*`;
    })
    .join('');
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s*');
}
