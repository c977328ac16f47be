import { type Bench, createBench } from './bench.ts';
import type { SettingsInput } from './settings.ts';

/** A request that reached the callback. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly signature: string | null;
}

/** A bench with a receiver behind its callback URL. */
export interface Hooked {
  readonly bench: Bench;
  readonly received: Received[];
  /** How the receiver answers from now on; 0 drops the connection. */
  answer(status: number, headers?: Readonly<Record<string, string>>): void;
}

export const callbackUrl = 'https://shop.example/hook';

export function hooked(webhooks: NonNullable<SettingsInput['webhooks']> = {}): Hooked {
  const received: Received[] = [];
  let reply: { status: number; headers: Readonly<Record<string, string>> } = { status: 200, headers: {} };
  const bench = createBench({
    settings: { webhooks },
    fetch: async (request) => {
      received.push({
        method: request.method,
        url: request.url,
        body: await request.text(),
        signature: request.headers.get('x-lxo-signature'),
      });
      if (reply.status === 0) throw new TypeError('fetch failed');
      return new Response(null, { status: reply.status, headers: { ...reply.headers } });
    },
  });
  return {
    bench,
    received,
    answer: (status, headers = {}) => {
      reply = { status, headers };
    },
  };
}

export async function subscribed(eventType: string, webhooks?: NonNullable<SettingsInput['webhooks']>): Promise<Hooked> {
  const hook = hooked(webhooks);
  const { status, text } = await hook.bench.post('event-subscriptions', { eventType, callbackUrl });
  if (status !== 201) throw new Error(text);
  hook.received.length = 0;
  return hook;
}
