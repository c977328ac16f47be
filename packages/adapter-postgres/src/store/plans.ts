import type { PlanItemRow, PlanRow, Plans } from '@megzo/core';
import { instantOrNull, instantText, jsonText, withoutNulls } from '../sql/values.ts';
import type { Ground } from './slice.ts';

export function createPlans({ query }: Ground): Plans {
  return {
    add: async ({ id, pair, flow, createdAt, appliedAt }) => {
      const added = await query(
        `INSERT INTO megzo.plans (plan_id, pair, flow, created_at, applied_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (merchant_id, plan_id) DO NOTHING RETURNING plan_id`,
        [id, pair, flow, instantText(createdAt), instantOrNull(appliedAt)],
      );
      if (added.length === 0) throw new Error(`plan ${id} stands already`);
    },

    addItems: async (planId, items) => {
      // Content may be a JSON null, of which `jsonb_to_recordset` would make an absent value.
      const added = await query<{ position: number }>(
        `INSERT INTO megzo.plan_items (plan_id, position, content)
         SELECT plan_id, (item->>'position')::integer, item->'content' FROM megzo.plans CROSS JOIN jsonb_array_elements($2) AS item
         WHERE plan_id = $1
         ON CONFLICT (merchant_id, plan_id, position) DO NOTHING RETURNING position`,
        [planId, jsonText(items.map(({ position, content }) => ({ position, content })))],
      );
      if (added.length === items.length) {
        if (items.length > 0 || (await isThere(planId))) return;
      }
      throw new Error(`no plan ${planId}, or it has one of these items already`);
    },

    read: async (planId) => {
      const rows = await query<Parameters<typeof withoutNulls<PlanRow>>[0]>(
        `SELECT plan_id AS id, pair, flow, created_at AS "createdAt", applied_at AS "appliedAt" FROM megzo.plans WHERE plan_id = $1`,
        [planId],
      );
      return rows.map(withoutNulls<PlanRow>)[0];
    },

    items: (planId, from, limit) =>
      query<PlanItemRow>(
        'SELECT position, content FROM megzo.plan_items WHERE plan_id = $1 AND position >= $2 ORDER BY position LIMIT $3',
        [planId, from, limit],
      ),

    applied: async (planId, at) => {
      const applied = await query('UPDATE megzo.plans SET applied_at = $2 WHERE plan_id = $1 RETURNING plan_id', [planId, instantText(at)]);
      if (applied.length === 0) throw new Error(`no plan ${planId}`);
    },
  };

  async function isThere(planId: string): Promise<boolean> {
    return (await query('SELECT plan_id FROM megzo.plans WHERE plan_id = $1', [planId])).length > 0;
  }
}
