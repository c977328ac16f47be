import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { ruleSetSchema } from './rule-schema.ts';

const file = new URL('../../schema/rule-set.schema.json', import.meta.url);

it('the published JSON Schema is the one that is parsed with', () => {
  // The formatter has its own word on line breaks.
  if (process.env.UPDATE === '1') writeFileSync(file, `${JSON.stringify(ruleSetSchema(), null, 2)}\n`);

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(ruleSetSchema())));
});

it('it knows every flow and every step', () => {
  const text = readFileSync(file, 'utf8');

  for (const word of ['listings', 'stock', 'orders', 'shipments', 'convert-currency', 'allocate', 'html-to-text', 'format-date']) {
    expect(text).toContain(`"const": "${word}"`);
  }
});
