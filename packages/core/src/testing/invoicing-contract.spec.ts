import { describe, expect, it } from '@jest/globals';
import { done, mapAnswer, type Outcome } from '../kernel/answer.ts';
import { SyncError } from '../kernel/sync-error.ts';
import { decimal } from '../money/decimal.ts';
import type { ContactTarget, InvoicingPort, SalesOrderTarget } from '../ports/invoicing.ts';
import { createMemoryInvoicing } from './memory-invoicing.ts';
import { invoicingClaims, proveInvoicing } from './port-contract.ts';
import { markerOf } from './ports/invoicing-benches.ts';
import type { StartWorld } from './ports/port-claim.ts';
import type { InvoicingWorld } from './ports/port-world.ts';
import { type Around, around, brokenClaims } from './ports/sabotage.ts';
import type { PortSetting } from './ports/setting.ts';

proveInvoicing({ describe, it }, 'an invoicing system in memory', ({ environment, budget }) =>
  createMemoryInvoicing({ clock: environment.clock, budget, pageSize: 12 }),
);

type Made = { readonly id: string };

function sweepOf(sweep: SalesOrderTarget['sweep']): NonNullable<SalesOrderTarget['sweep']> {
  if (sweep === undefined) throw new Error('it can be swept');
  return sweep;
}

function books(breaks: (port: InvoicingPort, setting: PortSetting) => InvoicingPort): StartWorld<InvoicingWorld> {
  return (setting) => {
    const world = createMemoryInvoicing({ clock: setting.environment.clock, budget: setting.budget, pageSize: 8 });
    return { ...world, connect: () => breaks(world.connect(), setting) };
  };
}

function everywhere(change: Around): StartWorld<InvoicingWorld> {
  return books((port, setting) => around(port, change, setting));
}

function salesOrders(change: (target: SalesOrderTarget, setting: PortSetting) => Partial<SalesOrderTarget>): StartWorld<InvoicingWorld> {
  return books((port, setting) => ({ ...port, salesOrders: { ...port.salesOrders, ...change(port.salesOrders, setting) } }));
}

function contacts(change: (target: ContactTarget) => Partial<ContactTarget>): StartWorld<InvoicingWorld> {
  return books((port) => (port.contacts === undefined ? port : { ...port, contacts: { ...port.contacts, ...change(port.contacts) } }));
}

/** Sends as it should, and says something else of it. */
function says(change: (outcome: Outcome<Made>) => Outcome<Made>): StartWorld<InvoicingWorld> {
  return salesOrders((target) => ({ send: async (draft, call) => change(await target.send(draft, call)) }));
}

/** Faults that an invoicing system could have: the area, the claim that must find it, what the system does. */
const faults: readonly (readonly [area: string, says: RegExp, does: string, start: StartWorld<InvoicingWorld>])[] = [
  [
    'placing sales orders',
    /sends nothing when it may not/,
    'never asks whether it may send',
    everywhere((run, call) => run({ ...call, maySend: () => true })),
  ],
  [
    'placing sales orders',
    /a right lost while it waited/,
    'asks before it waits',
    everywhere(async (run, call) => {
      if (!call.maySend()) return { status: 'retryable', error: new SyncError('SELF_FENCED', 'fenced') };
      return run({ ...call, maySend: () => true });
    }),
  ],
  [
    'placing sales orders',
    /is unknown under reply-lost-before/,
    'takes no answer for done',
    says((outcome) => (outcome.status === 'unknown' ? done({ id: 'made-up' }) : outcome)),
  ],
  [
    'placing sales orders',
    /is unknown under failed-after/,
    'takes a failure for nothing done',
    says((outcome) =>
      outcome.status !== 'done' && outcome.error.code === 'VENDOR_FAILED' ? { ...outcome, status: 'retryable' } : outcome,
    ),
  ],
  [
    'placing sales orders',
    /is unknown under truncated/,
    'takes half an answer for none',
    says((outcome) =>
      outcome.status !== 'done' && outcome.error.code === 'ANSWER_UNREADABLE' ? { ...outcome, status: 'retryable' } : outcome,
    ),
  ],
  [
    'placing sales orders',
    /is retryable under no-connection/,
    'is in doubt about what never left',
    says((outcome) => (outcome.status !== 'done' && outcome.error.code === 'UNREACHABLE' ? { ...outcome, status: 'unknown' } : outcome)),
  ],
  [
    'placing sales orders',
    /is retryable under paced/,
    'gives up for a pause',
    says((outcome) => (outcome.status === 'retryable' ? { status: 'rejected', error: outcome.error } : outcome)),
  ],
  [
    'placing sales orders',
    /makes one record by one write/,
    'makes two',
    salesOrders((target) => ({
      send: async (draft, call) => {
        await target.send(draft, call);
        return target.send(draft, call);
      },
    })),
  ],
  [
    'placing sales orders',
    /is unknown under slow/,
    'waits for ever',
    salesOrders((target, { environment }) => ({
      send: async (draft, call) => {
        const outcome = await target.send(draft, call);
        if (outcome.status === 'unknown') await environment.clock.sleep(600_000);
        return outcome;
      },
    })),
  ],
  [
    'placing sales orders',
    /makes one record by one write/,
    'finds nothing',
    salesOrders(() => ({ find: async () => done({ marked: [], alike: [] }) })),
  ],
  [
    'placing sales orders',
    /never looks before it sends/,
    'finds the youngest first',
    salesOrders((target) => ({
      find: async (sent, call) => {
        const found = await target.find?.(sent, call);
        if (found?.status !== 'done') throw new Error('it can be found');
        return done({ ...found.value, marked: found.value.marked.toReversed() });
      },
    })),
  ],
  [
    'sales orders',
    /found in one pass/,
    'reads what is accounted for all the same',
    salesOrders(({ sweep }) => ({ sweep: async (sent, call) => sweepOf(sweep)(sent, { ...call, known: async () => new Set() }) })),
  ],
  [
    'sales orders',
    /found in one pass/,
    'answers in the order of making',
    salesOrders(({ sweep }) => ({
      sweep: async (sent, call) => mapAnswer(await sweepOf(sweep)(sent, call), (swept) => ({ ...swept, found: swept.found.toReversed() })),
    })),
  ],
  [
    'sales orders',
    /found in one pass/,
    'tells of what was found alone',
    salesOrders(({ sweep }) => ({
      sweep: async (sent, call) => mapAnswer(await sweepOf(sweep)(sent, call), (swept) => ({ ...swept, read: [] })),
    })),
  ],
  [
    'sales orders',
    /hold their marker in a text/,
    'reads no texts back',
    salesOrders(({ read }) => ({ read: async (id, call) => mapAnswer(await read(id, call), (order) => order && { ...order, texts: [] }) })),
  ],
  [
    'placing sales orders',
    /keeps two drafts apart/,
    'finds whatever was made',
    salesOrders((target) => ({
      find: async (sent, call) => {
        const all = await Promise.all([1, 2].map((number) => target.find?.({ ...sent, marker: markerOf(number) }, call)));
        return done({ marked: all.flatMap((found) => (found?.status === 'done' ? found.value.marked : [])), alike: [] });
      },
    })),
  ],
  [
    'placing sales orders',
    /although the signal aborts/,
    'forgets what it sent when it is cancelled',
    salesOrders((target) => ({
      send: async (draft, call) => {
        const outcome = await target.send(draft, call);
        return call.signal.aborted ? { status: 'retryable', error: new SyncError('ABORTED', 'aborted') } : outcome;
      },
    })),
  ],
  [
    'sales orders',
    /to the cent/,
    'tells another tax',
    salesOrders((target) => ({ totals: (draft) => ({ ...target.totals(draft), tax: decimal('0.01') }) })),
  ],
  [
    'sales orders',
    /to the cent/,
    'drops a line',
    salesOrders((target) => ({
      send: (draft, call) => target.send({ ...draft, lines: draft.lines.length > 1 ? draft.lines.slice(1) : draft.lines }, call),
    })),
  ],
  [
    'sales orders',
    /undefined where there are none/,
    'rejects what is not there',
    salesOrders((target) => ({
      read: async (id, call) => {
        const answer = await target.read(id, call);
        if (answer.status !== 'done' || answer.value !== undefined) return answer;
        return { status: 'rejected', error: new SyncError('NOT_FOUND', 'none') };
      },
    })),
  ],
  [
    'sales orders',
    /are final/,
    'makes drafts',
    salesOrders((target) => ({
      read: async (id, call) => {
        const answer = await target.read(id, call);
        return answer.status === 'done' && answer.value !== undefined ? done({ ...answer.value, state: 'draft' }) : answer;
      },
    })),
  ],
  [
    'listing articles',
    /omits only rows that moved/,
    'drops the last row of a page',
    books((port) => ({
      ...port,
      articles: {
        ...port.articles,
        changed: async (scan, call) => {
          const page = await port.articles.changed(scan, call);
          return page.status === 'done' && page.value.items.length > 5
            ? done({ ...page.value, items: page.value.items.slice(0, -1) })
            : page;
        },
      },
    })),
  ],
  [
    'articles',
    /what a person entered/,
    'leaves the note out of the list',
    books((port) => ({
      ...port,
      articles: {
        ...port.articles,
        changed: async (scan, call) => {
          const page = await port.articles.changed(scan, call);
          return page.status === 'done' ? done({ ...page.value, items: page.value.items.map(({ note: _note, ...rest }) => rest) }) : page;
        },
      },
    })),
  ],
  [
    'documents',
    /follow what people do/,
    'shows every document as open',
    books(({ documents, ...port }) => ({
      ...port,
      ...(documents && {
        documents: {
          ...documents,
          read: async (id, call) => {
            const answer = await documents.read(id, call);
            return answer.status === 'done' && answer.value !== undefined ? done({ ...answer.value, state: 'open' }) : answer;
          },
        },
      }),
    })),
  ],
  [
    'contacts',
    /nothing less/,
    'matches by a part of the address',
    contacts((target) => ({
      match: (draft, call) => target.match(draft.email === undefined ? draft : { ...draft, email: draft.email.replace(/^x/, '') }, call),
    })),
  ],
  ['making contacts', /makes one record by one write/, 'makes none', contacts(() => ({ send: async () => done({ id: 'made-up' }) }))],
];

describe('The contract of the invoicing system', () => {
  it.each(faults)('%s: %s finds one that %s', async (area, sentence, _does, start) => {
    const sentences = await brokenClaims(invoicingClaims(start), area);

    expect(sentences).toContainEqual(expect.stringMatching(sentence));
  });

  it('names the facets that a port has not, and proves nothing about them', () => {
    const titles: string[] = [];
    const note = (name: string, body: () => void): void => {
      titles.push(name);
      body();
    };

    proveInvoicing(
      { describe: note, it: (name) => void titles.push(name) },
      'small books',
      books(({ contacts: _contacts, ...port }) => port),
    );

    expect(titles.filter((title) => title.includes('no part of this port')).length).toBeGreaterThanOrEqual(1);
    expect(titles.filter((title) => /contacts\.|making/.test(title))).toEqual([]);
  });
});
