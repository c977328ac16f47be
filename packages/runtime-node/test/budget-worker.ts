import { once } from 'node:events';
import { createKit } from '@megzo/adapter-kit';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createPostgresStore } from '@megzo/adapter-postgres';
import type { Priority } from '@megzo/core';

/* One process of `share-budget.ts`: its own pool, budgets, kits and adapters. It is told what to do, when to begin and when to stop. */

/** Reads one article again and again, the next call as soon as the last one came back. */
export interface Lane {
  readonly account: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly articleId: string;
  readonly priority: Priority;
  /** The one in the database, or one that this process has for itself. */
  readonly budget: 'shared' | 'own';
}

export interface Work {
  readonly database: { readonly url: string; readonly serviceUrl: string; readonly secretKey: string };
  readonly lanes: readonly Lane[];
}

/** One call, and how long it took from asking for a turn to the answer. */
export interface Called {
  readonly account: string;
  readonly tookMs: number;
  /** `served`, `cut` by the end of the experiment, or an error's code. */
  readonly came: string;
}

async function work({ database, lanes }: Work): Promise<void> {
  const store = await createPostgresStore(database);
  await store.ready();
  const kits = { shared: createKit({ budget: store.budget }), own: createKit() };
  const end = new AbortController();
  const called: Called[] = [];

  async function run({ account, baseUrl, apiKey, articleId, priority, budget }: Lane): Promise<void> {
    const { articles } = createLexofficeInvoicing({ apiKey, baseUrl }, kits[budget]);
    while (!end.signal.aborted) {
      const from = performance.now();
      const answer = await articles.read(articleId, { signal: end.signal, priority });
      const came = answer.status === 'done' ? 'served' : end.signal.aborted ? 'cut' : answer.error.code;
      called.push({ account, tookMs: performance.now() - from, came });
    }
  }

  await told('ready');
  const running = Promise.all(lanes.map(run));
  await told('begun');
  end.abort();
  await running;
  await store.close();
  process.send?.(called);
}

/** Says something, and waits for the next word. */
async function told(word: string): Promise<unknown> {
  const next = once(process, 'message');
  process.send?.(word);
  const [message] = await next;
  return message;
}

// Whoever started it is gone, or has heard all.
process.once('disconnect', () => process.exit());
await work((await told('here')) as Work);
