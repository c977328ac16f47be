import { describe, expect, it } from '@jest/globals';
import type { MerchantId } from '../kernel/ids.ts';
import { createMemoryStore } from '../memory/memory-store.ts';
import { reasonKinds } from '../ports/inbox.ts';
import type { Directory, Store, Tx } from '../ports/store.ts';
import { otherPair } from './samples.ts';
import { storeClaims, storeWorld } from './store-contract.ts';

type Sabotage = (tx: Tx) => Partial<Tx>;

/** Faults that a store could have. Each must be found by a claim of the area that it is in. */
const faults: readonly (readonly [area: string, fault: string, store: () => Store])[] = [
  ['transactions', 'commits what failed', committing],
  ['transactions', 'gives all merchants the same rows', sharing],
  ['transactions', 'lets transactions of a merchant overlap', overlapping],
  ['transactions', 'runs all merchants through one queue', queueing],
  ['transactions', 'swallows the error of the work', swallowing],
  [
    'intents of the effect ledger',
    'takes a conflict for a replay',
    broken(({ effects }) => ({
      effects: { ...effects, intend: async (...args) => ((await effects.intend(...args)) === 'new' ? 'new' : 'same') },
    })),
  ],
  ['intents of the effect ledger', 'replaces nothing', broken(({ effects }) => ({ effects: { ...effects, replace: async () => true } }))],
  ['intents of the effect ledger', 'withdraws nothing', broken(({ effects }) => ({ effects: { ...effects, withdraw: async () => true } }))],
  [
    'intents of the effect ledger',
    'counts all kinds',
    broken(({ effects }) => ({ effects: { ...effects, count: (pair) => effects.count(pair, 'mark-order') } })),
  ],
  [
    'proof in the effect ledger',
    'settles nothing by proof',
    broken(({ effects }) => ({ effects: { ...effects, note: (key, evidence) => effects.note(key, evidence) } })),
  ],
  [
    'proof in the effect ledger',
    'leaves a settled row to its former holder',
    broken(({ effects }) => ({
      effects: {
        ...effects,
        record: async (claim, ...rest) => effects.record({ ...claim, fence: (await effects.read(claim.row.key))?.fence ?? 0 }, ...rest),
      },
    })),
  ],
  [
    'proof in the effect ledger',
    'finds results of every kind',
    broken(({ effects }) => ({
      effects: {
        ...effects,
        byResult: async (kind, results) => [...(await effects.byResult(kind, results)), ...(await effects.byResult('mark-order', results))],
      },
    })),
  ],
  [
    'proof in the effect ledger',
    'claims looks and sends together',
    broken(({ effects }) => ({ effects: { ...effects, claim: ({ wants: _any, ...due }) => effects.claim(due) } })),
  ],
  [
    'claims of the effect ledger',
    'ignores the kinds',
    broken(({ effects }) => ({
      effects: { ...effects, claim: (due) => effects.claim({ ...due, kinds: ['place-sales-order', 'mark-order'] }) },
    })),
  ],
  [
    'claims of the effect ledger',
    'ignores the limit',
    broken(({ effects }) => ({ effects: { ...effects, claim: (due) => effects.claim({ ...due, limit: 99 }) } })),
  ],
  [
    'claims of the effect ledger',
    'claims a moment too early',
    broken(({ effects }) => ({ effects: { ...effects, claim: (due) => effects.claim({ ...due, at: due.at + 1 }) } })),
  ],
  [
    'claims of the effect ledger',
    'lets an older holder record',
    broken(({ effects }) => ({
      effects: {
        ...effects,
        record: async (claim, ...rest) => {
          const row = await effects.read(claim.row.key);
          return effects.record({ ...claim, fence: row?.fence ?? 0 }, ...rest);
        },
      },
    })),
  ],
  [
    'claims of the effect ledger',
    'always gives the lease back',
    broken(({ effects }) => ({
      effects: { ...effects, record: (claim, progress, evidence) => effects.record(claim, progress, evidence, true) },
    })),
  ],
  [
    'claims of the effect ledger',
    'never gives the lease back',
    broken(({ effects }) => ({
      effects: { ...effects, record: (claim, progress, evidence) => effects.record(claim, progress, evidence, false) },
    })),
  ],
  [
    'orders',
    'merges a record with what stands',
    broken(({ orders }) => ({
      orders: { ...orders, put: async (record) => orders.put({ ...(await orders.read(record.pair, record.orderId)), ...record }) },
    })),
  ],
  [
    'orders',
    'pages all states',
    broken(({ orders }) => ({ orders: { ...orders, page: (pair, _state, after, limit) => orders.page(pair, 'placed', after, limit) } })),
  ],
  ['orders', 'forgets revisions', broken(({ orders }) => ({ orders: { ...orders, addRevision: async () => {} } }))],
  ['article snapshot', 'confirms nothing', broken(({ snapshot }) => ({ snapshot: { ...snapshot, touch: async () => {} } }))],
  [
    'article snapshot',
    'pages from the id itself',
    broken(({ snapshot }) => ({
      snapshot: { ...snapshot, page: (connection, _after, limit) => snapshot.page(connection, undefined, limit) },
    })),
  ],
  [
    'shelf index',
    'finds one listing by name',
    broken(({ shelf }) => ({ shelf: { ...shelf, byName: async (...args) => (await shelf.byName(...args)).slice(0, 1) } })),
  ],
  ['bindings', 'keeps removed bindings', broken(({ bindings }) => ({ bindings: { ...bindings, remove: async () => {} } }))],
  [
    'bindings',
    'forgets what it told about stock',
    broken(({ bindings }) => ({ bindings: { ...bindings, put: (rows) => bindings.put(rows.map(({ stock: _, ...row }) => row)) } })),
  ],
  [
    'stock journal',
    'forgets when a count was made at the earliest',
    broken(({ stock }) => ({
      stock: { ...stock, book: (events) => stock.book(events.map(({ notBefore: _, ...event }) => event)) },
    })),
  ],
  [
    'stock journal',
    'tells of all that ever moved',
    broken(({ stock }) => ({ stock: { ...stock, moves: (pool, skuKeys) => stock.moves(pool, skuKeys, 0) } })),
  ],
  ['items of the stock ledger', 'names nothing', broken(({ stock }) => ({ stock: { ...stock, name: async () => undefined } }))],
  [
    'items of the stock ledger',
    'books an item by what its SKU names now',
    broken(({ stock }) => ({ stock: { ...stock, book: (events) => stock.book(events.map(({ item: _, ...event }) => event)) } })),
  ],
  ['items of the stock ledger', 'repairs nothing', broken(({ stock }) => ({ stock: { ...stock, restate: async () => undefined } }))],
  [
    'items of the stock ledger',
    'knows the items of one pool alone',
    broken(({ stock }) => ({
      stock: { ...stock, places: async (...args) => (await stock.places(...args)).filter(({ pool }) => pool === 'main') },
    })),
  ],
  [
    'what orders hold of the stock',
    'keeps one holding of an order',
    broken(({ stock }) => ({ stock: { ...stock, holdings: async (key) => (await stock.holdings(key)).slice(0, 1) } })),
  ],
  [
    'what orders hold of the stock',
    'forgets since when units are gone',
    broken(({ stock }) => ({
      stock: { ...stock, hold: (holdings) => stock.hold(holdings.map(({ shippedAt: _, ...holding }) => holding)) },
    })),
  ],
  [
    'what orders hold of the stock',
    'begins every page anew',
    broken(({ stock }) => ({ stock: { ...stock, holders: (place, _after, limit) => stock.holders(place, undefined, limit) } })),
  ],
  [
    'stock journal',
    'books a key again',
    broken(({ stock }) => ({
      stock: {
        ...stock,
        book: (events) => stock.book(events.map((event, place) => ({ ...event, key: `${event.key}/${place}/${calls++}` }))),
      },
    })),
  ],
  [
    'stock journal',
    'turns the order of booking around',
    broken(({ stock }) => ({ stock: { ...stock, book: (events) => stock.book(events.toReversed()) } })),
  ],
  [
    'stock journal',
    'forgets the last shipment',
    broken(({ stock }) => ({
      stock: { ...stock, levels: async (...args) => (await stock.levels(...args)).map(({ lastShipmentAt: _, ...level }) => level) },
    })),
  ],
  [
    'stock journal',
    'takes every count for one of the article',
    broken(({ stock }) => ({
      stock: { ...stock, book: (events) => stock.book(events.map((event) => ({ ...event, source: 'article-note' }))) },
    })),
  ],
  ['inbox', 'settles what came again', broken(({ inbox }) => ({ inbox: { ...inbox, settle: settleAll(inbox) } }))],
  [
    'inbox',
    'answers all kinds',
    broken(({ inbox }) => ({ inbox: { ...inbox, page: (pair, _kinds, limit) => inbox.page(pair, reasonKinds, limit) } })),
  ],
  [
    'bindings',
    'names the pairs that list nothing too',
    broken(({ bindings }) => ({
      bindings: {
        ...bindings,
        listing: async (keys) => (await bindings.listing(keys)).concat(keys.map((skuKey) => ({ pair: otherPair, skuKey }))),
      },
    })),
  ],
  [
    'cursors',
    'keeps one cursor for all names',
    broken(({ cursors }) => ({
      cursors: { read: (pair) => cursors.read(pair, 'one'), write: (pair, _name, value) => cursors.write(pair, 'one', value) },
    })),
  ],
  ['runs', 'extends for anybody', broken(({ runs }) => ({ runs: { ...runs, extend: async () => true } }))],
  [
    'runs',
    'ends for anybody',
    broken(({ runs }) => ({
      runs: {
        ...runs,
        end: async (lane, fence) => {
          await runs.end(lane, fence);
          await runs.end(lane, fence + 1);
        },
      },
    })),
  ],
  [
    'runs',
    'gives every lane',
    broken(({ runs }) => ({
      runs: {
        ...runs,
        begin: async (lane, at, leaseMs) => (await runs.begin(lane, at, leaseMs)) ?? runs.begin(lane, at + 1_000_000, leaseMs),
      },
    })),
  ],
  ['plans', 'never remembers that a plan was applied', broken(({ plans }) => ({ plans: { ...plans, applied: async () => {} } }))],
  [
    'rule sets',
    'makes every new version active',
    broken(({ rules }) => ({
      rules: {
        ...rules,
        add: async (set) => {
          const version = await rules.add(set);
          await rules.activate({ ...set, version, why: '' });
          return version;
        },
      },
    })),
  ],
  [
    'rule sets',
    'takes any guess of what counts',
    broken(({ rules }) => ({
      rules: {
        ...rules,
        activate: async ({ before: _before, ...activation }) => {
          const version = (await rules.active(activation.pair, activation.flow))?.version;
          return rules.activate({ ...activation, ...(version === undefined ? {} : { before: version }) });
        },
      },
    })),
  ],
  [
    'exchange rates',
    'answers the oldest last',
    broken(({ rates }) => ({ rates: { ...rates, list: async (from) => (await rates.list(from)).toReversed() } })),
  ],
  [
    'exchange rates',
    'counts its rows alone',
    broken(({ rates }) => ({ rates: { ...rates, stand: async () => `${(await rates.list('')).length}/` } })),
  ],
  [
    'explanations',
    'stores the same content again',
    broken(({ explanations }) => ({
      explanations: { ...explanations, bySubject: async (subject) => (await explanations.bySubject(subject)).flatMap((one) => [one, one]) },
    })),
  ],
  [
    'explanations',
    'keeps nothing beside them',
    broken(({ explanations }) => ({ explanations: { ...explanations, byHash: async () => [] } })),
  ],
  [
    'problems',
    'is raised anew each time',
    broken(({ problems }) => ({
      problems: {
        ...problems,
        raise: async (problem) => {
          await problems.clear(problem.key);
          return problems.raise(problem);
        },
      },
    })),
  ],
  ['person vault', 'leaves no trace of a read', broken(({ audit }) => ({ audit: { ...audit, bySubject: async () => [] } }))],
  ['person vault', 'erases nothing', broken(({ people }) => ({ people: { ...people, erase: async () => true } }))],
  [
    'person vault',
    'erases too early',
    broken(({ people }) => ({ people: { ...people, eraseEnded: (at, limit) => people.eraseEnded(at + 1, limit) } })),
  ],
  [
    'audit',
    'answers by instant',
    broken(({ audit }) => ({
      audit: { ...audit, bySubject: async (subject) => (await audit.bySubject(subject)).toSorted((a, b) => a.at - b.at) },
    })),
  ],
  [
    'pairs',
    'only ever sets when a pair is due',
    broken(({ pairs }) => ({ pairs: { ...pairs, due: (pair, at) => pairs.due(pair, at, 'set') } })),
  ],
  ['pairs', 'never forgets when a pair is due', broken(({ pairs }) => ({ pairs: { ...pairs, notDue: async () => {} } }))],
  ['directory', 'gives an account to everybody', directed(() => ({ claimAccount: async (_account, merchant) => merchant }))],
  ['directory', 'ignores the instant', directed((directory) => ({ due: (_at, limit) => directory.due(Number.MAX_SAFE_INTEGER, limit) }))],
  ['directory', 'ignores the limit', directed((directory) => ({ due: (at) => directory.due(at, 99) }))],
  ['directory', 'never names the dead', directed(() => ({ alive: async () => [] }))],
];

let calls = 0;

describe('The contract of the store', () => {
  it.each(faults)('finds in %s a store that %s', async (area, _fault, broken) => {
    expect(await failing(area, broken)).not.toEqual([]);
  });

  it.each(storeClaims.map(({ area }) => area))('finds nothing in %s of a store that is right', async (area) => {
    expect(await failing(area, createMemoryStore)).toEqual([]);
  });

  it('has a fault for every area, so that no area proves nothing', () => {
    expect(new Set(faults.map(([area]) => area))).toEqual(new Set(storeClaims.map(({ area }) => area)));
  });

  it('says every sentence once in its area', () => {
    for (const { claims } of storeClaims) expect(new Set(claims.map(({ says }) => says)).size).toBe(claims.length);
  });
});

/** Sentences of an area that do not hold. */
async function failing(area: string, start: () => Store): Promise<readonly string[]> {
  const failed: string[] = [];
  const claims = storeClaims.find((one) => one.area === area)?.claims ?? [];
  for (const [place, claim] of claims.entries()) {
    const held = claim.holds(storeWorld(start(), `${area}-${place}`)).then(
      () => true,
      () => false,
    );
    if (!(await Promise.race([held, stuck()]))) failed.push(claim.says);
  }
  return failed;
}

/** A memory store's promises settle without waiting for the machine: whoever has not settled after some turns never will. */
async function stuck(): Promise<boolean> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return false;
}

function broken(sabotage: Sabotage): () => Store {
  return () => {
    const store = createMemoryStore();
    return { ...store, transaction: (merchant, work) => store.transaction(merchant, (tx) => work({ ...tx, ...sabotage(tx) })) };
  };
}

function directed(change: (directory: Directory) => Partial<Directory>): () => Store {
  return () => {
    const store = createMemoryStore();
    return { ...store, directory: { ...store.directory, ...change(store.directory) } };
  };
}

function committing(): Store {
  const store = createMemoryStore();
  return {
    ...store,
    transaction: async (merchant, work) => {
      const outcome = await store.transaction(merchant, (tx) =>
        work(tx).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        ),
      );
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    },
  };
}

function sharing(): Store {
  const store = createMemoryStore();
  return { ...store, transaction: (_merchant, work) => store.transaction('all' as MerchantId, work) };
}

/** Every store call is a transaction of its own. */
function overlapping(): Store {
  const store = createMemoryStore();
  return {
    ...store,
    transaction: (merchant, work) =>
      store
        .transaction(merchant, async (tx) => ({ tx }))
        .then(({ tx }) => {
          const cursors: Tx['cursors'] = {
            read: (...args) => store.transaction(merchant, (own) => own.cursors.read(...args)),
            write: (...args) => store.transaction(merchant, (own) => own.cursors.write(...args)),
          };
          return work({ ...tx, cursors });
        }),
  };
}

function queueing(): Store {
  const store = createMemoryStore();
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...store,
    transaction: (merchant, work) => {
      const next = last.then(() => store.transaction(merchant, work));
      last = next.catch(() => {});
      return next;
    },
  };
}

function swallowing(): Store {
  const store = createMemoryStore();
  return { ...store, transaction: (merchant, work) => store.transaction(merchant, work).catch(() => undefined as never) };
}

function settleAll(inbox: Tx['inbox']): Tx['inbox']['settle'] {
  return async (pair, reasons) => {
    const stands = await inbox.page(pair, reasonKinds, 99);
    await inbox.settle(
      pair,
      stands.filter(({ what, id }) => reasons.some((reason) => reason.what === what && reason.id === id)),
    );
  };
}
