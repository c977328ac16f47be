import { expect, it } from '@jest/globals';
import { createFaultList } from './fault-list.ts';
import type { RuleFault } from './rule-fault.ts';

const fault: RuleFault = { code: 'UNKNOWN_SOURCE', field: 'x', reason: { de: 'a', en: 'b' } };
const many = (choices: number): readonly string[] => Array.from({ length: choices }, (_, place) => `choice${place}`);

it('a fault names the choice that was probably meant', () => {
  const list = createFaultList();

  list.tell(fault, { text: 'choice', among: () => ['other', 'choice1'] });
  list.tell(fault, 'round');
  list.tell(fault, { text: 'choice', among: () => [] });

  expect(list.faults.map(({ nearest }) => nearest)).toEqual(['choice1', 'round', undefined]);
});

it('nothing is looked for beyond the faults that are told', () => {
  const list = createFaultList();
  for (let count = 0; count < 100; count += 1) list.tell(fault);

  list.tell(fault, {
    text: 'x',
    among: () => {
      throw new Error('looked for');
    },
  });

  expect(list.faults).toHaveLength(100);
});

it('a guess among more names than all faults together may cost is not made, smaller ones still are', () => {
  const list = createFaultList();
  const text = 'x'.repeat(60);

  for (let count = 0; count < 3; count += 1) list.tell(fault, { text: 'choice1', among: () => many(50_000) });
  list.tell(fault, { text, among: () => [...many(20_000), text] });
  list.tell(fault, { text, among: () => [text] });

  expect(list.faults.map(({ nearest }) => nearest)).toEqual(['choice1', undefined, undefined, undefined, text]);
});

it('what may be looked at one by one has an end, told once', () => {
  const list = createFaultList();

  expect([list.lookAt(2_000_000), list.lookAt(1), list.lookAt(1)]).toEqual(['goes', 'spent', 'over']);
});
