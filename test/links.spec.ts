import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { anchorsOf, blocksOf, type Document, linksOf, readDocuments } from './documents.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One sentence per link that leads nowhere. Addresses of other sites are not followed. */
function deadLinks(documents: readonly Document[], exists: (path: string) => boolean): readonly string[] {
  const texts = new Map(documents.map(({ path, text }) => [path, text]));
  return documents.flatMap(({ path, text }) =>
    linksOf(text).flatMap(({ line, target }) => {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
      const [file = '', anchor] = target.split('#');
      const to = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), decodeURIComponent(file)));
      if (to.startsWith('..') || !exists(to)) return [`${path}:${line} links to ${target}, which is not there.`];
      const page = texts.get(to);
      if (anchor === undefined || page === undefined || anchorsOf(page).has(anchor)) return [];
      return [`${path}:${line} links to ${target}, and ${to} has no heading of that name.`];
    }),
  );
}

describe('links between pages', () => {
  it('lead somewhere', () => {
    const documents = readDocuments(root);

    expect(documents.map(({ path }) => path)).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'docs/architecture.md']));
    expect(deadLinks(documents, (path) => existsSync(join(root, path)))).toEqual([]);
  });

  it('are found dead where page or heading is missing, and only there', () => {
    const text =
      '# A page\n\n## What `it` does: twice\n\n[x](b.md) [y](#what-it-does-twice) [z](#nothing) `[w](gone.md)`\n\n```\n[v](gone.md)\n```\n';

    expect(deadLinks([{ path: 'docs/a.md', text }], (path) => path === 'docs/a.md')).toEqual([
      'docs/a.md:5 links to b.md, which is not there.',
      'docs/a.md:5 links to #nothing, and docs/a.md has no heading of that name.',
    ]);
  });

  it('stand beside code, which is told by its fence', () => {
    expect(blocksOf('a\n```ts\nconst x = 1;\n```\nb\n````md\n```ts\n```\n````')).toEqual([
      { line: 2, language: 'ts', code: 'const x = 1;' },
      { line: 6, language: 'md', code: '```ts\n```' },
    ]);
  });
});
