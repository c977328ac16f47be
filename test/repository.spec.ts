import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readRepository } from './repository.ts';
import { rules } from './rules.ts';

const files = readRepository(fileURLToPath(new URL('..', import.meta.url)));

describe('the repository', () => {
  it('is read: every package has its manifest and sources among the files', () => {
    const paths = files.map(({ path }) => path);

    expect(paths).toEqual(
      expect.arrayContaining(['package.json', 'tsconfig.json', 'packages/core/package.json', 'packages/core/src/index.ts']),
    );
    expect(paths.filter((path) => /(^|\/)(node_modules|dist)\//.test(path))).toEqual([]);
  });

  it.each(Object.entries(rules))('%s', (_sentence, rule) => {
    expect(rule(files)).toEqual([]);
  });
});
