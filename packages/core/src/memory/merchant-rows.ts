import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Tx } from '../ports/store.ts';
import { type AtOnce, type Carry, promised } from './at-once.ts';
import { createBindings, createShelf, createSnapshot } from './catalog.ts';
import { createEffects } from './effects.ts';
import { createExplanations, createProblems } from './explanations.ts';
import { createInbox } from './inbox.ts';
import { createOrders } from './orders.ts';
import { createPairs } from './pairs.ts';
import { createAudit, createPeople } from './people.ts';
import { createPlans } from './plans.ts';
import { createRates, createRules } from './rules.ts';
import { createCursors, createRuns } from './runs.ts';
import { createStock } from './stock.ts';
import type { UndoLog } from './table.ts';

/** All rows of one merchant and the way back to the last commit. */
export interface MerchantRows {
  tx(carry: Carry): Tx;
  commit(): void;
  rollBack(): void;
  /** As committed. */
  due(): ReadonlyMap<PairId, Instant>;
}

export function createMerchantRows(): MerchantRows {
  const undo: UndoLog = [];
  const { pairs, dues } = createPairs(undo);
  const audit = createAudit(undo);
  const slices: { readonly [Name in keyof Tx]: AtOnce<Tx[Name]> } = {
    pairs,
    rules: createRules(undo),
    rates: createRates(undo),
    cursors: createCursors(undo),
    runs: createRuns(undo),
    snapshot: createSnapshot(undo),
    shelf: createShelf(undo),
    bindings: createBindings(undo),
    plans: createPlans(undo),
    stock: createStock(undo),
    orders: createOrders(undo),
    effects: createEffects(undo),
    inbox: createInbox(undo),
    explanations: createExplanations(undo),
    problems: createProblems(undo),
    people: createPeople(undo, audit),
    audit,
  };
  let due: ReadonlyMap<PairId, Instant> = new Map();

  return {
    tx: (carry) => ({
      pairs: promised(slices.pairs, carry),
      rules: promised(slices.rules, carry),
      rates: promised(slices.rates, carry),
      cursors: promised(slices.cursors, carry),
      runs: promised(slices.runs, carry),
      snapshot: promised(slices.snapshot, carry),
      shelf: promised(slices.shelf, carry),
      bindings: promised(slices.bindings, carry),
      plans: promised(slices.plans, carry),
      stock: promised(slices.stock, carry),
      orders: promised(slices.orders, carry),
      effects: promised(slices.effects, carry),
      inbox: promised(slices.inbox, carry),
      explanations: promised(slices.explanations, carry),
      problems: promised(slices.problems, carry),
      people: promised(slices.people, carry),
      audit: promised(slices.audit, carry),
    }),
    commit: () => {
      if (undo.length === 0) return;
      undo.length = 0;
      due = new Map(dues().map(({ pair, at }) => [pair, at]));
    },
    rollBack: () => {
      for (let step = undo.pop(); step !== undefined; step = undo.pop()) step();
    },
    due: () => due,
  };
}
