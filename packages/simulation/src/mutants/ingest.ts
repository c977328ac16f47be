import { mapAnswer, type OrderHead } from '@megzo/core';
import { inChannel, inOrderSteps, inOrders, inStore, type Mutant } from './plant.ts';

/** The flow's own overlap, ms: what a watermark looks back. */
const overlapMs = 10 * 60_000;

/** Mistakes in taking orders in. */
export const ingestMutants: readonly Mutant[] = [
  {
    name: 'watermark-before-commit',
    breaks: 'moves the watermark when a page is read, not when its orders are stored',
    scenarios: ['crashing-reads', 'crashes'],
    bug: inOrders((real, { memory }) => ({
      changed: async (scan, call) => {
        const page = await real.changed(scan, call);
        if (page.status !== 'done') return page;
        // Shared by all processes, as a stored watermark is.
        const passed = Number(memory.get('watermark') ?? 0);
        memory.set('watermark', Math.max(passed, ...page.value.items.map((head) => head.modifiedAt)));
        return { status: 'done', value: { ...page.value, items: page.value.items.filter((head) => head.modifiedAt > passed) } };
      },
    })),
  },
  {
    name: 'page-numbers',
    breaks: 'walks a list that moves by page numbers',
    scenarios: ['seldom', 'paging'],
    bug: inOrders((real) => ({
      changed: async (scan, call) => {
        // The place in the list as it is now, however the list moved since the last page.
        const rows: OrderHead[] = [];
        let cursor: string | undefined;
        do {
          const page = await real.changed({ since: scan.since, ...(cursor === undefined ? {} : { cursor }) }, call);
          if (page.status !== 'done') return page;
          for (const head of page.value.items) if (!rows.some(({ id }) => id === head.id)) rows.push(head);
          cursor = page.value.next;
        } while (cursor !== undefined);
        const number = Number(scan.cursor ?? 0);
        rows.sort((a, b) => a.modifiedAt - b.modifiedAt);
        const items = rows.slice(number * 2, number * 2 + 2);
        return { status: 'done', value: rows.length > number * 2 + 2 ? { items, next: String(number + 1) } : { items } };
      },
    })),
  },
  {
    name: 'first-page-only',
    breaks: 'reads the first page of what changed and stops',
    scenarios: ['paging'],
    bug: inOrders((real) => ({
      changed: async (scan, call) => {
        const page = await real.changed(scan, call);
        return page.status === 'done' ? { status: 'done', value: { items: page.value.items } } : page;
      },
    })),
  },
  {
    name: 'equal-time-bookmark',
    breaks: 'goes on after the last instant seen, so that ties and late rows are stepped over',
    scenarios: ['late-lists', 'paging'],
    bug: inOrders((real) => ({
      changed: async (scan, call) => {
        const page = await real.changed(scan, call);
        if (page.status !== 'done') return page;
        return {
          status: 'done',
          value: { ...page.value, items: page.value.items.filter((head) => head.modifiedAt > scan.since + overlapMs) },
        };
      },
    })),
  },
  {
    name: 'swallowed-row-error',
    breaks: 'forgets an order that could not be read',
    scenarios: ['seldom', 'unreadable', 'lossy-line'],
    bug: inStore((tx) => ({
      cursors: {
        ...tx.cursors,
        write: (pair, name, value) => tx.cursors.write(pair, name, name === 'orders-again' ? [] : value),
      },
    })),
  },
  {
    name: 'seen-is-seen',
    breaks: 'never looks again at an order that was not ours to place at first sight',
    scenarios: ['second-thoughts', 'calm'],
    bug: inOrderSteps((real, { memory }) => ({
      admitOrder: (head, rules) => {
        const judged = memory.get(`first/${head.id}`) as ReturnType<typeof real.admitOrder> | undefined;
        const first = judged ?? real.admitOrder(head, rules);
        memory.set(`first/${head.id}`, first);
        return first;
      },
    })),
  },
  {
    name: 'incomplete-admitted',
    breaks: 'places checkouts that were never finished',
    scenarios: ['second-thoughts', 'calm'],
    bug: inOrderSteps((real) => ({
      admitOrder: (head, rules) => real.admitOrder(head.status === 'incomplete' ? { ...head, status: 'open' } : head, rules),
    })),
  },
  {
    name: 'pending-admitted',
    breaks: 'places orders before the shop has checked or cashed them',
    scenarios: ['second-thoughts', 'calm'],
    bug: inOrderSteps((real) => ({
      admitOrder: (head, rules) =>
        real.admitOrder(head.status === 'pending' || head.status === 'under-review' ? { ...head, status: 'open' } : head, rules),
    })),
  },
  {
    name: 'cutover-ignored',
    breaks: 'places orders that are older than the cutover',
    scenarios: ['cutover'],
    bug: inOrderSteps((real) => ({ admitOrder: (head, rules) => real.admitOrder(head, { ...rules, ordersFrom: 0 }) })),
  },
  {
    name: 'currency-ignored',
    breaks: 'takes every amount for euros',
    scenarios: ['calm'],
    bug: inOrders((real) => ({
      changed: async (scan, call) => mapAnswer(await real.changed(scan, call), (page) => ({ ...page, items: page.items.map(inEuros) })),
      read: async (id, call) => mapAnswer(await real.read(id, call), (order) => (order === undefined ? undefined : inEuros(order))),
    })),
  },
  {
    name: 'cancellation-ignored',
    breaks: 'goes on with an order that was cancelled before it was placed',
    scenarios: ['cancelled', 'calm'],
    bug: inOrderSteps((real) => ({
      admitOrder: (head, rules) =>
        real.admitOrder(head.status === 'cancelled' || head.status === 'declined' ? { ...head, status: 'open' } : head, rules),
    })),
  },
  {
    name: 'late-cancellation-unsaid',
    breaks: 'tells nobody that an order was cancelled after it was placed',
    scenarios: ['calm', 'cancelled'],
    bug: inStore((tx) => ({
      problems: {
        ...tx.problems,
        raise: (problem) => (problem.code === 'ORDER_CANCELLED_AFTER_PLACING' ? Promise.resolve(true) : tx.problems.raise(problem)),
      },
    })),
  },
  {
    name: 'late-edit-unsaid',
    breaks: 'tells nobody that an order was edited after it was placed',
    scenarios: ['calm', 'late-lists'],
    bug: inStore((tx) => ({
      problems: {
        ...tx.problems,
        raise: (problem) => (problem.code === 'ORDER_EDITED_AFTER_PLACING' ? Promise.resolve(true) : tx.problems.raise(problem)),
      },
    })),
  },
  {
    name: 'first-reading-kept',
    breaks: 'places an order as it was first read, whatever was edited before it was placed',
    scenarios: ['second-thoughts', 'calm'],
    bug: inOrders((real, { memory }) => ({
      read: async (id, call) => {
        const known = memory.get(`read/${id}`);
        if (known !== undefined) return known as Awaited<ReturnType<typeof real.read>>;
        const answer = await real.read(id, call);
        if (answer.status === 'done' && answer.value !== undefined) memory.set(`read/${id}`, answer);
        return answer;
      },
    })),
  },
  {
    name: 'parked-without-word',
    breaks: 'puts orders aside and raises no problem',
    scenarios: ['calm', 'contradictions'],
    bug: inStore((tx) => ({ problems: { ...tx.problems, raise: () => Promise.resolve(true) } })),
  },
  {
    name: 'duplicate-webhook-runs-twice',
    breaks: 'makes an intent of its own for every webhook about an order',
    scenarios: ['hooks'],
    bug: {
      ...inOrderSteps((real, { memory }) => ({
        salesOrderKey: (account, id) =>
          `${real.salesOrderKey(account, id)}/${String(memory.get('hooks') ?? 0)}` as ReturnType<typeof real.salesOrderKey>,
      })),
      handle: (handle, { memory }) => ({
        ...handle,
        receive: async (side, message) => {
          memory.set('hooks', Number(memory.get('hooks') ?? 0) + 1);
          return handle.receive(side, message);
        },
      }),
    },
  },
  {
    name: 'webhooks-are-the-truth',
    breaks: 'reads nothing unless a webhook said so',
    scenarios: ['deaf'],
    bug: {
      handle: (handle, { memory, clock }) => ({
        ...handle,
        receive: async (side, message) => {
          memory.set('woken', clock.now());
          return handle.receive(side, message);
        },
        sync: (options) => {
          const deaf = memory.has('first') && !memory.has('woken');
          memory.set('first', true);
          return handle.sync(deaf ? { ...options, dryRun: true } : options);
        },
      }),
    },
  },
  {
    name: 're-create-after-deletion',
    breaks: 'makes a sales order again that a person deleted',
    scenarios: ['deletions', 'people'],
    bug: {
      handle: (handle, { ports, store, memory }) => ({
        ...handle,
        sync: async (options) => {
          const report = await handle.sync(options);
          for (const [key, id] of memory as Map<string, string>) {
            if (!key.startsWith('made/')) continue;
            const there = await ports.invoicing.salesOrders.read(id, { signal: new AbortController().signal, priority: 'order' });
            if (there.status !== 'done' || there.value !== undefined) continue;
            memory.delete(key);
            const effect = key.slice('made/'.length) as never;
            await store.transaction('acme' as never, async (tx) => {
              const row = await tx.effects.read(effect);
              const record = await tx.orders.read('acme-shop' as never, row?.subject ?? '');
              if (row === undefined || record === undefined) return;
              await tx.orders.put({ ...record, state: 'admitted' });
              await tx.effects.note(effect, { at: 0, what: 'made again' }, { state: 'intended', attempt: 0, refusals: 0, notBefore: 0 });
            });
            await handle.sync(options);
          }
          return report;
        },
      }),
      ...rememberMade(),
    },
  },
  {
    name: 'mark-names-nothing',
    breaks: 'marks the shop’s order with another id than the sales order’s',
    scenarios: ['calm'],
    bug: inChannel(({ marks }) =>
      marks === undefined
        ? {}
        : { marks: { ...marks, send: (mark, call) => marks.send({ ...mark, salesOrderId: mark.salesOrderId.toUpperCase() }, call) } },
    ),
  },
];

function inEuros<Head extends OrderHead>(head: Head): Head {
  return { ...head, currency: 'EUR' };
}

/** Writes down which sales order was made for which effect. */
function rememberMade(): Pick<Mutant['bug'], 'store'> {
  return inStore((tx, { memory }) => ({
    effects: {
      ...tx.effects,
      record: (claim, progress, evidence, release) => {
        if (progress.state === 'done' && progress.result !== undefined && claim.row.kind === 'place-sales-order') {
          memory.set(`made/${claim.row.key}`, progress.result);
        }
        return tx.effects.record(claim, progress, evidence, release);
      },
    },
  }));
}
