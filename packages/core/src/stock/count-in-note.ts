import type { CountFromArticle } from '../ports/stock-source.ts';

const placeholder = '{count}';

/**
 * Reads a figure from an article's internal note by a pattern such as `Bestand: {count}`. The pattern must stand at the
 * beginning of a line; case and blanks around it do not matter. A line that begins so and holds no whole figure is
 * reported, not skipped.
 * @throws Error where the pattern has not exactly one `{count}` or no text before it
 */
export function countInNote(pattern: string): CountFromArticle {
  const [before, after, ...more] = pattern.split(placeholder);
  if (before === undefined || after === undefined || more.length > 0 || before.trim() === '') {
    throw new Error(`a stock pattern holds ${placeholder} once, after some text, such as "Bestand: ${placeholder}"`);
  }
  const start = folded(before);
  const end = folded(after);
  return (article) => {
    const lines = (article.note ?? '')
      .split(/\r?\n/)
      .map(folded)
      .filter((line) => line.startsWith(start));
    const [line, ...others] = lines;
    if (line === undefined) return undefined;
    if (others.length > 0) return { at: 'note', reason: 'SEVERAL_LINES' };
    const rest = line.slice(start.length);
    if (!rest.endsWith(end)) return { at: 'note', reason: 'NOT_A_FIGURE' };
    const figure = rest.slice(0, rest.length - end.length).trim();
    return /^\d{1,9}$/.test(figure) ? { onHand: Number.parseInt(figure, 10) } : { at: 'note', reason: 'NOT_A_FIGURE' };
  };
}

function folded(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
