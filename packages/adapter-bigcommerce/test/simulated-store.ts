import { createKit, type Fetch, silentLog } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { unlimitedBudget } from '@megzo/core/memory';
import { createBigcommerceChannel } from '../src/index.ts';
import { type BigcommerceSettings, createBigcommerceSimulator } from '../src/simulator/index.ts';

export const webhookSecret = 'a-long-random-webhook-secret';
export const clientSecret = 'client-secret';

/** A simulated store and the real channel on it, under one virtual clock. `through` stands between the two. */
export function startStore(settings: Partial<BigcommerceSettings> = {}, through: (store: Fetch) => Fetch = (store) => store) {
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
    clientSecret,
    settings: { quota: 'off', ...settings },
  });
  const fetch = through((request) => simulator.handler(request));
  const kit = createKit({ clock, log: silentLog(), budget: unlimitedBudget(), fetch });
  const options = { storeHash: 'abc123', accessToken: 'token', clientSecret, webhookSecret };
  const { listings, stock, marks, refunds, shipments, documents, webhooks, ...channel } = createBigcommerceChannel(options, kit);
  if (listings === undefined || stock === undefined || marks === undefined) throw new Error('a facet is missing');
  if (refunds === undefined || shipments === undefined || documents === undefined || webhooks === undefined) {
    throw new Error('a facet is missing');
  }
  const { payments, messages } = channel.orders;
  const { prices, taxClasses } = listings;
  const { move } = stock;
  if (payments === undefined || messages === undefined) throw new Error('a facet is missing');
  if (prices === undefined || taxClasses === undefined || move === undefined) throw new Error('a facet is missing');
  return {
    simulator,
    fetch,
    channel: { ...channel, listings, stock, marks, refunds, shipments, documents, webhooks, payments, messages, prices, taxClasses, move },
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
