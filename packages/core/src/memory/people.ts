import type { Instant } from '../kernel/instant.ts';
import type { Audit, AuditEntry, PersonalData, PersonVault } from '../ports/store.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, numberKey, type UndoLog } from './table.ts';

export function createAudit(undo: UndoLog): AtOnce<Audit> {
  const entries = createTable<AuditEntry>(undo);
  const sizes = createTable<number>(undo);

  return {
    add: (entry) => {
      const size = sizes.get('', entry.subject) ?? 0;
      sizes.set('', entry.subject, size + 1);
      entries.set(entry.subject, numberKey(size), entry);
    },
    bySubject: (subject) => entries.rows(subject),
  };
}

interface Kept {
  readonly key: string;
  readonly data: PersonalData;
  readonly endsAt: Instant;
}

/** Nothing rests on a disk here, so nothing is sealed; traces and end dates are kept as everywhere. */
export function createPeople(undo: UndoLog, audit: AtOnce<Audit>): AtOnce<PersonVault> {
  const table = createTable<Kept>(undo);

  return {
    put: (key, data, endsAt) => table.set('', key, { key, data, endsAt }),
    read: (key, { purpose, by, at }) => {
      const kept = table.get('', key);
      if (kept !== undefined) audit.add({ at, by, what: `read for ${purpose}`, subject: key });
      return kept?.data;
    },
    erase: (key) => table.delete('', key),
    eraseEnded: (at, limit) => {
      const ended = table
        .rows('')
        .filter((kept) => kept.endsAt <= at)
        .toSorted((a, b) => a.endsAt - b.endsAt)
        .slice(0, limit);
      for (const { key } of ended) table.delete('', key);
      return ended.length;
    },
  };
}
