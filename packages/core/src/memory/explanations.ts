import { contentHash, type Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Explanations, Problem, Problems } from '../ports/store.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, type UndoLog } from './table.ts';

interface Mention {
  readonly hash: string;
  readonly at: Instant;
}

export function createExplanations(undo: UndoLog): AtOnce<Explanations> {
  const contents = createTable<{ readonly content: Json }>(undo);
  const mentions = createTable<Mention>(undo);

  function keep(content: Json): string {
    const hash = contentHash(content);
    if (contents.get('', hash) === undefined) contents.set('', hash, { content });
    return hash;
  }

  return {
    put: (subject, content, at) => {
      const hash = keep(content);
      if (mentions.get(subject, hash) === undefined) mentions.set(subject, hash, { hash, at });
      return hash;
    },
    bySubject: (subject) =>
      mentions
        .rows(subject)
        .toSorted((a, b) => a.at - b.at)
        .map(({ hash, at }) => ({ hash, content: contents.get('', hash)?.content ?? null, at })),
    keep: (given) => given.map(keep),
    byHash: (hashes) =>
      [...new Set(hashes)].toSorted().flatMap((hash) => {
        const stands = contents.get('', hash);
        return stands === undefined ? [] : [{ hash, content: stands.content }];
      }),
  };
}

export function createProblems(undo: UndoLog): AtOnce<Problems> {
  const table = createTable<Problem>(undo);

  return {
    raise: (problem) => {
      const stands = table.get('', problem.key);
      table.set('', problem.key, stands === undefined ? problem : { ...stands, code: problem.code, data: problem.data });
      return stands === undefined;
    },
    clear: (key) => table.delete('', key),
    read: (key) => table.get('', key),
    open: (pair, after, limit) => table.page('', after, limit, (problem) => problem.pair === pair),
  };
}
