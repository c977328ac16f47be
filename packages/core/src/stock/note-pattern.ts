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
  /** Whether a line holds the pattern's words, wherever. */
  mentions(line: string): boolean;
  /** What a line begins with, folded. */
  readonly start: string;
}

/** No merchant writes a longer one, and longer ones take time that others wait for. */
const lineMax = 100;

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
  const begins = new RegExp(`^${literal(start)}${boundaryAfter(start)}`, 'u');
  const words = wordsOf(start).map(literal).join(noWord);
  const alike = new RegExp(`^${noWord}${words}${boundaryAfter(words)}${noWord}\\d`, 'u');
  const mentioned = new RegExp(words, 'u');
  const linesOf = (note: string): readonly string[] => note.split(/\r?\n/).map(folded);
  return {
    start,
    linesIn: (note) => linesOf(note).filter((line) => begins.test(line)),
    resembles: (note) => words !== '' && linesOf(note).some((line) => alike.test(line)),
    mentions: (line) => words !== '' && mentioned.test(folded(line)),
    partsOf: (line) => {
      if (line.length > lineMax) return undefined;
      const found = whole.exec(line);
      if (found === null) return undefined;
      const { count = '', date, time } = found.groups ?? {};
      return { count, ...(date === undefined ? {} : { date }), ...(time === undefined ? {} : { time }) };
    },
  };
}

const noWord = '[^\\p{L}\\p{N}]*';

function wordsOf(start: string): readonly string[] {
  return start.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** A pattern that ends in a word does not begin a longer one: `Lager` is not `Lagerplatz`, `Halle 1` is not `Halle 17`. */
function boundaryAfter(start: string): string {
  if (/\p{N}$/u.test(start)) return '(?![\\p{L}\\p{N}])';
  return /\p{L}$/u.test(start) ? '(?!\\p{L})' : '';
}

export function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase().replaceAll(/\s+/g, ' ');
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
