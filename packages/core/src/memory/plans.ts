import type { PlanItemRow, PlanRow, Plans } from '../ports/store.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, numberKey, type UndoLog } from './table.ts';

export function createPlans(undo: UndoLog): AtOnce<Plans> {
  const plans = createTable<PlanRow>(undo);
  const items = createTable<PlanItemRow>(undo);

  function planOf(planId: string): PlanRow {
    const plan = plans.get('', planId);
    if (plan === undefined) throw new Error(`no plan ${planId}`);
    return plan;
  }

  return {
    add: (plan) => {
      if (plans.get('', plan.id) !== undefined) throw new Error(`plan ${plan.id} stands already`);
      plans.set('', plan.id, plan);
    },
    addItems: (planId, added) => {
      planOf(planId);
      for (const item of added) {
        const id = numberKey(item.position);
        if (items.get(planId, id) !== undefined) throw new Error(`plan ${planId} has an item ${item.position} already`);
        items.set(planId, id, item);
      }
    },
    read: (planId) => plans.get('', planId),
    items: (planId, from, limit) => items.page(planId, undefined, limit, (item) => item.position >= from),
    applied: (planId, at) => plans.set('', planId, { ...planOf(planId), appliedAt: at }),
  };
}
