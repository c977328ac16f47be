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
  /** From now on the way back is kept beyond a commit; answers the moment. */
  remember(): number;
  goBack(moment: number): void;
}

type Slices = { readonly [Name in keyof Tx]: AtOnce<Tx[Name]> };

export function createMerchantRows(): MerchantRows {
  const undo: UndoLog = [];
  const { pairs, dues } = createPairs(undo);
  const audit = createAudit(undo);
  const slices: Slices = {
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
  const history: UndoLog = [];
  let remembering = false;
  let due: ReadonlyMap<PairId, Instant> = new Map();
  const showDue = (): void => {
    due = new Map(dues().map(({ pair, at }) => [pair, at]));
  };

  return {
    tx: (carry) => openedOnDemand(slices, carry),
    commit: () => {
      if (undo.length === 0) return;
      if (remembering) history.push(...undo);
      undo.length = 0;
      showDue();
    },
    rollBack: () => takeBack(undo, 0),
    due: () => due,
    remember: () => {
      remembering = true;
      return history.length;
    },
    goBack: (moment) => {
      takeBack(history, moment);
      showDue();
    },
  };
}

/** Most transactions touch few slices, so each is made a promise of when it is first asked for. */
function openedOnDemand(slices: Slices, carry: Carry): Tx {
  const tx = {};
  for (const [name, slice] of Object.entries(slices as Readonly<Record<string, AtOnce<object>>>)) {
    let made: object | undefined;
    const get = (): object => {
      made ??= promised<object>(slice, carry);
      return made;
    };
    Object.defineProperty(tx, name, { enumerable: true, get });
  }
  return tx as Tx;
}

function takeBack(steps: UndoLog, until: number): void {
  while (steps.length > until) steps.pop()?.();
}
