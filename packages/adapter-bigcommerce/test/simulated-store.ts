import { createKit, silentLog } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { unlimitedBudget } from '@megzo/core/memory';
import { createBigcommerceChannel } from '../src/index.ts';
import { type BigcommerceSettings, createBigcommerceSimulator } from '../src/simulator/index.ts';

/** A simulated store and the real channel on it, under one virtual clock. */
export function startStore(settings: Partial<BigcommerceSettings> = {}) {
  let now = Date.parse('2026-03-02T09:30:00Z');
  let sleepers: readonly { readonly at: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      sleepers = [...sleepers, { at: now + ms, wake: resolve }];
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  const clock = { now: () => now, sleep };
  const simulator = createBigcommerceSimulator({
    world: { clock, random: seededRandom(7) },
    storeHash: 'abc123',
    accessToken: 'token',
    settings: { quota: 'off', ...settings },
  });
  const kit = createKit({ clock, log: silentLog(), budget: unlimitedBudget(), fetch: (request) => simulator.handler(request) });
  const { listings, stock, marks, ...channel } = createBigcommerceChannel({ storeHash: 'abc123', accessToken: 'token' }, kit);
  if (listings === undefined || stock === undefined || marks === undefined) throw new Error('a facet is missing');
  return {
    simulator,
    channel: { ...channel, listings, stock, marks },
    /** Moves the clock and wakes what is due. */
    advance(ms: number): void {
      now += ms;
      const due = sleepers.filter((sleeper) => sleeper.at <= now);
      sleepers = sleepers.filter((sleeper) => sleeper.at > now);
      for (const { wake } of due) wake();
    },
    requests: () => simulator.journal.map(({ method, path }) => `${method} ${path.replace('/stores/abc123', '')}`),
  };
}
