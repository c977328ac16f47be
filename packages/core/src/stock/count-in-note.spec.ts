import { describe, expect, it } from '@jest/globals';
import { article } from '../testing/samples.ts';
import { countInNote } from './count-in-note.ts';

describe('the count in a note', () => {
  const notFigure = { at: 'note', reason: 'NOT_A_FIGURE' };
  it.each<[string | undefined, object | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['Regal 3', undefined],
    ['Bestand: 12', { onHand: 12 }],
    ['Bestand: 0', { onHand: 0 }],
    ['Bestand:12', { onHand: 12 }],
    ['  BESTAND:   12  ', { onHand: 12 }],
    ['Regal 3\r\nbestand: 7\nbitte zählen', { onHand: 7 }],
    ['Mindestbestand: 5', undefined],
    ['Hinweis: Bestand: 5', undefined],
    ['Bestand: 012', { onHand: 12 }],
    ['Bestand: 999999999', { onHand: 999_999_999 }],
    ['Bestand: 1000000000', notFigure],
    ['Bestand: -1', notFigure],
    ['Bestand: 1.5', notFigure],
    ['Bestand: 1.500', notFigure],
    ['Bestand: ca. 12', notFigure],
    ['Bestand: 12 Stück', notFigure],
    ['Bestand:', notFigure],
    ['Bestand: ١٢', notFigure],
    ['Bestand: 1e3', notFigure],
    ['Bestand: 1\nBestand: 2', { at: 'note', reason: 'SEVERAL_LINES' }],
    ['Bestand: 1\nBestand: 1', { at: 'note', reason: 'SEVERAL_LINES' }],
  ])('%j gives %j', (note, expected) => {
    expect(countInNote('Bestand: {count}')(article('1', note === undefined ? {} : { note }))).toEqual(expected);
  });

  it('may stand before other words', () => {
    const count = countInNote('Lager {count} Stk.');

    expect(count(article('1', { note: 'lager 12 STK.' }))).toEqual({ onHand: 12 });
    expect(count(article('1', { note: 'Lager 12' }))).toEqual(notFigure);
  });

  it.each(['', '{count}', '  {count}', 'Bestand', 'Bestand: {count} {count}', 'Bestand: {Count}'])('refuses the pattern %j', (pattern) => {
    expect(() => countInNote(pattern)).toThrow('{count}');
  });
});
