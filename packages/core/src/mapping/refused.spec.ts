import { expect, it } from '@jest/globals';
import { isProblemCode, problemWords } from '../kernel/problem-catalogue.ts';
import { mappingRefused } from './refused.ts';
import { refusalReasons } from './value.ts';

it.each(refusalReasons)('a record that is parked for %s is told with the rule and the value', (why) => {
  const { reason, data } = mappingRefused({ target: 'unit', why, value: 'Palette' });
  const { text } = problemWords(reason, data);

  expect(isProblemCode(reason)).toBe(true);
  for (const words of [text.de, text.en]) {
    expect(words).toContain('unit');
    if (why !== 'EMPTY') expect(words).toContain('Palette');
  }
});

it('a long value is shown by its beginning', () => {
  const { data } = mappingRefused({ target: 'unit', why: 'NOT_IN_TABLE', value: 'x'.repeat(5_000) });

  expect(data.value).toBe(`${'x'.repeat(99)}…`);
});
