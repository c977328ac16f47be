import type { MerchantId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Directory, DuePair } from '../ports/store.ts';
import type { AtOnce } from './at-once.ts';
import { keyOf } from './table.ts';

export function createDirectory(duePairs: () => readonly DuePair[]): AtOnce<Directory> {
  const holders = new Map<string, MerchantId>();
  const heard = new Map<string, Instant>();

  return {
    claimAccount: ({ vendor, accountId }, merchant) => {
      const account = keyOf(vendor, accountId);
      const holder = holders.get(account) ?? merchant;
      holders.set(account, holder);
      return holder;
    },
    due: (at, limit) =>
      duePairs()
        .filter(({ dueAt }) => dueAt <= at)
        .toSorted((a, b) => a.dueAt - b.dueAt || compare(keyOf(a.merchant, a.pair), keyOf(b.merchant, b.pair)))
        .slice(0, limit),
    alive: (instance, at, deadAfterMs) => {
      heard.set(instance, at);
      const dead = [...heard].filter(([, last]) => at - last >= deadAfterMs).map(([name]) => name);
      for (const name of dead) heard.delete(name);
      return dead.toSorted();
    },
    lastHeard: () => (heard.size === 0 ? undefined : Math.max(...heard.values())),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
