/** Why a text is no figure of units. */
export const figureFaults = ['EMPTY', 'NEGATIVE', 'NOT_WHOLE', 'TOO_MANY_DIGITS', 'NOT_A_FIGURE'] as const;
export type FigureFault = (typeof figureFaults)[number];

/** Nobody has more units of one SKU than this many digits; a GTIN in the wrong column does. */
const digitsMax = 9;

/**
 * Units from text as people and programs write them: a whole number, nothing around it but blanks. Points and commas are
 * refused, not guessed: `1.500` is one and a half in one country and fifteen hundred in another.
 */
export function readFigure(text: string): number | FigureFault {
  const figure = text.trim();
  if (figure === '') return 'EMPTY';
  if (/^\d+$/.test(figure)) return figure.length > digitsMax ? 'TOO_MANY_DIGITS' : Number.parseInt(figure, 10);
  if (/^[-\u2212\u2013]\s*[\d.,]*\d$/.test(figure)) return 'NEGATIVE';
  return /^\d[\d.,' ]*$/.test(figure) ? 'NOT_WHOLE' : 'NOT_A_FIGURE';
}
