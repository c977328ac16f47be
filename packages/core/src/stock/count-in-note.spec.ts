import { describe, expect, it } from '@jest/globals';
import { article } from '../testing/samples.ts';
import { countInNote } from './count-in-note.ts';

describe('the count in a note', () => {
  const fault = (reason: string) => ({ at: 'note', reason });
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
    ['Bestand: 1000000000', fault('TOO_MANY_DIGITS')],
    ['Bestand: -1', fault('NEGATIVE')],
    ['Bestand: 1.5', fault('NOT_WHOLE')],
    ['Bestand: 1.500', fault('NOT_WHOLE')],
    ['Bestand: 12,0', fault('NOT_WHOLE')],
    ['Bestand: ca. 12', fault('NOT_A_FIGURE')],
    ['Bestand: 12 Stück', fault('NOT_A_FIGURE')],
    ['Bestand:', fault('EMPTY')],
    ['Bestand: ١٢', fault('NOT_A_FIGURE')],
    ['Bestand: 1e3', fault('NOT_A_FIGURE')],
    ['Bestand: 1\nBestand: 2', fault('SEVERAL_LINES')],
    ['Bestand: 1\nBestand: 1', fault('SEVERAL_LINES')],
    ['Bestand 3', fault('NOT_THE_PATTERN')],
    ['Bestand : 3', fault('NOT_THE_PATTERN')],
    ['Regal 2\nbestand = 1.500', fault('NOT_THE_PATTERN')],
    ['Bestand. 3 Stk.', fault('NOT_THE_PATTERN')],
    ['Bestand: 3\nBestand 4', { onHand: 3 }],
    ['Bestand 2024 geprüft', fault('NOT_THE_PATTERN')],
    ['Bestand 3 (26.11.2026 14:30)', fault('NOT_THE_PATTERN')],
    ['Bestand 12 Einheiten', fault('NOT_THE_PATTERN')],
    ['Bestand 3 / 5', fault('NOT_THE_PATTERN')],
    ['Bestand ist drei', undefined],
    ['Bestandsware 3', undefined],
    ['Bestand', undefined],
  ])('%j gives %j', (note, expected) => {
    expect(countInNote('Bestand: {count}')(article('1', note === undefined ? {} : { note }))).toEqual(expected);
  });

  it.each<[string, string, object | undefined]>([
    ['Lager-Bestand: {count}', 'Lager-Bestand 3', fault('NOT_THE_PATTERN')],
    ['Lager-Bestand: {count}', 'Lager Bestand 3', fault('NOT_THE_PATTERN')],
    ['Bestand (Lager): {count}', 'Bestand (Lager) 3', fault('NOT_THE_PATTERN')],
    ['Bestand (Lager): {count}', 'Bestand (Laden) 3', undefined],
    ['Stück {count}', 'Stu\u0308ck 3', { onHand: 3 }],
    ['Halle 1 {count}', 'Halle 17', undefined],
    ['Halle 1 {count}', 'Halle 1 7', { onHand: 7 }],
    ['Lager2: {count}', 'Lager2 7', fault('NOT_THE_PATTERN')],
    ['Bestand {count}', 'Bestand 12\nBestandsführung: ja', { onHand: 12 }],
    ['Bestand {count}', 'Bestand12', { onHand: 12 }],
    ['Lager {count}', 'Lagerplatz A3', undefined],
    ['#{count}', '#3', { onHand: 3 }],
    ['#{count}', '3', undefined],
  ])('by %j of %j is %j', (pattern, note, expected) => {
    expect(countInNote(pattern)(article('1', { note }))).toEqual(expected);
  });

  it('may stand before other words', () => {
    const count = countInNote('Lager {count} Stk.');

    expect(count(article('1', { note: 'lager 12 STK.' }))).toEqual({ onHand: 12 });
    expect(count(article('1', { note: 'Lager 12' }))).toEqual(fault('NOT_A_FIGURE'));
  });

  it('is looked for in no line that would take long', () => {
    const dots = countInNote('Bestand: {count} {date}.{time}.');

    expect(dots(article('1', { note: `Bestand: 1 ${'.'.repeat(88)}` }))).toEqual(fault('EMPTY'));
    expect(dots(article('1', { note: `Bestand: 1 ${'.'.repeat(300)}` }))).toEqual(fault('NOT_A_FIGURE'));
  });

  it('is read in a line of a hundred signs, and in no longer one', () => {
    const words = 'x'.repeat(96);
    const count = countInNote(`${words} {count}`);

    expect(count(article('1', { note: `${words} 123` }))).toEqual({ onHand: 123 });
    expect(count(article('1', { note: `${words} 1234` }))).toEqual(fault('NOT_A_FIGURE'));
  });

  it('takes signs of the pattern for what they are', () => {
    expect(countInNote('Bestand (ca.)*: {count} +?')(article('1', { note: 'Bestand (ca.)*: 12 +?' }))).toEqual({ onHand: 12 });
    expect(countInNote('Bestand. {count}')(article('1', { note: 'Bestandx 12' }))).toBeUndefined();
  });

  describe('with its own time', () => {
    const minute = (from: string) => ({ onHand: 12, counted: { notBefore: Date.parse(from), notAfter: Date.parse(from) + 59_999 } });
    const half = minute('2026-11-26T14:30:00+01:00');
    it.each<[string, string, object | undefined]>([
      ['Bestand: {count} ({date} {time})', 'Bestand: 12 (26.11.2026 14:30)', half],
      ['Bestand: {count} ({date} {time})', 'bestand:12(26.11.26 14:30)', half],
      ['Bestand: {count} ({date} {time})', 'Bestand: 12 (2026-11-26 14:30)', half],
      ['Bestand: {count} ({date}, {time} Uhr)', 'Bestand: 12 (26.11.2026, 14:30 Uhr)', half],
      ['Bestand: {count} am {date} um {time}', 'Bestand: 12 am 26.11.2026 um 14:30', half],
      ['Bestand: {count} ({date} {time})', 'Bestand: 12', fault('NOT_A_FIGURE')],
      ['Bestand: {count} ({date} {time})', 'Bestand: 12 (26.11.2026)', fault('NOT_A_FIGURE')],
      ['Bestand: {count} ({date} {time})', 'Bestand: 12 (31.11.2026 14:30)', fault('NOT_A_TIME')],
      ['Bestand: {count} ({date} {time})', 'Bestand: 12 (26.11.2026 25:30)', fault('NOT_A_TIME')],
      ['Bestand: {count} ({date} {time})', 'Bestand: 12 (29.03.2026 02:30)', fault('NOT_A_TIME')],
      ['Bestand: {count} ({date} {time})', 'Bestand: 12 (gestern 14:30)', fault('NOT_A_TIME')],
      ['Bestand: {count} [({date} {time})]', 'Bestand: 12 (26.11.2026 14:30)', half],
      ['Bestand: {count} [({date} {time})]', 'Bestand: 12', { onHand: 12 }],
      ['Bestand: {count} [({date} {time})]', 'Bestand: 12 (26.11.2026 14:3x)', fault('NOT_A_TIME')],
      ['Bestand: {count} [({date} {time})]', 'Bestand: 12 (?)', fault('NOT_A_FIGURE')],
      ['Bestand: {count} [({date} {time})]', 'Bestand: -3 (26.11.2026 14:30)', fault('NEGATIVE')],
      ['Bestand: {count} Stk. [({date})]', 'Bestand: 12 Stk.', { onHand: 12 }],
    ])('%s reads %j as %j', (pattern, note, expected) => {
      expect(countInNote(pattern)(article('1', { note }))).toEqual(expected);
    });

    it('reads it by the clocks of the merchant', () => {
      const count = countInNote('Bestand: {count} ({date} {time})', { timeZone: 'America/New_York' });

      expect(count(article('1', { note: 'Bestand: 12 (26.11.2026 14:30)' }))).toEqual(minute('2026-11-26T14:30:00-05:00'));
    });

    it('takes a day for all of it, and an hour that comes twice for either', () => {
      const days = countInNote('Bestand: {count} ({date})');
      const hours = countInNote('Bestand: {count} ({date} {time})');
      const span = (from: string, to: string) => ({ onHand: 12, counted: { notBefore: Date.parse(from), notAfter: Date.parse(to) } });

      expect(days(article('1', { note: 'Bestand: 12 (29.03.2026)' }))).toEqual(
        span('2026-03-29T00:00+01:00', '2026-03-29T23:59:59.999+02:00'),
      );
      expect(days(article('1', { note: 'Bestand: 12 (30.02.2026)' }))).toEqual(fault('NOT_A_TIME'));
      expect(hours(article('1', { note: 'Bestand: 12 (25.10.2026 02:30)' }))).toEqual(
        span('2026-10-25T02:30+02:00', '2026-10-25T02:30:59.999+01:00'),
      );
    });
  });

  it.each([
    '',
    '{count}',
    '  {count}',
    'Bestand',
    'Bestand: {count} {count}',
    'Bestand: {Count}',
    'Bestand: {count} {time}',
    'Bestand: {count} {date} {date}',
    'Bestand: {count} {day}',
    'Bestand: {count} [{date}] [{time}]',
    'Bestand: {count} [{date}',
    'Bestand [{count}]',
    'Bestand: {count} [{date} [{time}]]',
  ])('refuses the pattern %j', (pattern) => {
    expect(() => countInNote(pattern)).toThrow('{count}');
  });

  it('names its way of reading', () => {
    expect(
      new Set([countInNote('A {count}'), countInNote('B {count}'), countInNote('A {count}', { timeZone: 'UTC' })].map(({ key }) => key))
        .size,
    ).toBe(3);
    expect(countInNote('A {count}').key).toBe(countInNote('A {count}').key);
  });
});
