import type { Inbox, NotedReason, Reason } from '../ports/inbox.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, keyOf, numberKey, type UndoLog } from './table.ts';

export function createInbox(undo: UndoLog): AtOnce<Inbox> {
  const table = createTable<NotedReason>(undo);

  return {
    note: (pair, reasons) => {
      const given = new Map<string, Reason>();
      for (const reason of reasons) {
        const earlier = given.get(placeOf(reason));
        if (earlier === undefined || reason.since < earlier.since) given.set(placeOf(reason), reason);
      }
      for (const [place, reason] of given) {
        const stands = table.get(pair, place);
        const since = Math.min(reason.since, stands?.since ?? reason.since);
        table.set(pair, place, { ...reason, since, times: (stands?.times ?? 0) + 1 });
      }
    },
    page: (pair, kinds, limit) =>
      table
        .rows(pair)
        .filter(({ what }) => kinds.includes(what))
        .map((reason) => ({ reason, rank: `${numberKey(reason.since)}/${placeOf(reason)}` }))
        .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
        .slice(0, limit)
        .map(({ reason }) => reason),
    settle: (pair, reasons) => {
      for (const reason of reasons) {
        if (table.get(pair, placeOf(reason))?.times === reason.times) table.delete(pair, placeOf(reason));
      }
    },
  };
}

function placeOf({ what, id }: Reason): string {
  return keyOf(what, id);
}
