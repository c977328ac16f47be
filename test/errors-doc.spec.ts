import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCodes, problemCodes } from '@megzo/core';
import { errorsPage } from './errors-page.ts';

const file = new URL('../docs/errors.md', import.meta.url);

describe('docs/errors.md', () => {
  it('says every code in the words of the code; UPDATE=1 writes it anew', () => {
    if (process.env.UPDATE === '1') writeFileSync(file, errorsPage());

    expect(readFileSync(file, 'utf8')).toBe(errorsPage());
  });

  it('leaves no code and no placeholder out', () => {
    const page = errorsPage();

    expect(problemCodes.filter((code) => !page.includes(`### ${code}\n`))).toEqual([]);
    expect(errorCodes.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
    expect(page).toContain('Article number {sku} is given more than once.');
  });
});
