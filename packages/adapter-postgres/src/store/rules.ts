import type { RuleActivation, RuleSetHead, RuleSets, StoredRuleSet } from '@megzo/core';
import { firstOf, instantText, jsonText, withoutNulls } from '../sql/values.ts';
import type { Ground } from './slice.ts';

const headColumns = 's.pair, s.flow, s.version, s.by, s.at, s.note, s.checked';
const setColumns = `${headColumns}, s.content`;

export function createRules({ query }: Ground): RuleSets {
  const active = <Row extends object>(columns: string, pair: string, flow: string) =>
    query<Row>(
      `SELECT ${columns} FROM megzo.active_rule_sets JOIN megzo.rule_sets s USING (merchant_id, pair, flow, version)
       WHERE pair = $1 AND flow = $2`,
      [pair, flow],
    );

  return {
    active: async (pair, flow) => firstOf(await active<StoredRuleSet>(setColumns, pair, flow)),

    activeHead: async (pair, flow) => firstOf(await active<RuleSetHead>(headColumns, pair, flow)),

    read: async (pair, flow, version) =>
      firstOf(
        await query<StoredRuleSet>(`SELECT ${setColumns} FROM megzo.rule_sets s WHERE pair = $1 AND flow = $2 AND version = $3`, [
          ...[pair, flow, version],
        ]),
      ),

    page: (pair, flow, before, limit) =>
      query<RuleSetHead>(
        `SELECT ${headColumns} FROM megzo.rule_sets s
         WHERE pair = $1 AND flow = $2 AND ($3::integer IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
        [pair, flow, before ?? null, limit],
      ),

    add: async ({ pair, flow, content, by, at, note, checked }) => {
      const added = await query<{ version: number }>(
        `INSERT INTO megzo.rule_sets (pair, flow, version, content, by, at, note, checked)
         SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 FROM megzo.rule_sets WHERE pair = $1 AND flow = $2
         RETURNING version`,
        [pair, flow, jsonText(content), by, instantText(at), note, jsonText(checked)],
      );
      return added[0]?.version ?? Number.NaN;
    },

    activate: async ({ pair, flow, version, before, by, at, why }) => {
      const known = await query('SELECT FROM megzo.rule_sets WHERE pair = $1 AND flow = $2 AND version = $3', [pair, flow, version]);
      if (known.length === 0) throw new Error(`no version ${version} of the rules of ${flow} in pair ${pair}`);
      // Two conditions of one statement: where nothing counts there is no row to be replaced, and the other way round.
      const activated = await query(
        before === undefined
          ? `INSERT INTO megzo.active_rule_sets (pair, flow, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING version`
          : `UPDATE megzo.active_rule_sets SET version = $3 WHERE pair = $1 AND flow = $2 AND version = $4 RETURNING version`,
        [pair, flow, version, ...(before === undefined ? [] : [before])],
      );
      if (activated.length === 0) return false;
      await query(
        `INSERT INTO megzo.rule_activations (pair, flow, number, version, before, by, at, why)
         SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4::integer, $5, $6, $7 FROM megzo.rule_activations WHERE pair = $1 AND flow = $2`,
        [pair, flow, version, before ?? null, by, instantText(at), why],
      );
      return true;
    },

    activations: async (pair, flow, limit) =>
      (
        await query<Parameters<typeof withoutNulls<RuleActivation>>[0]>(
          `SELECT pair, flow, version, before, by, at, why FROM megzo.rule_activations
           WHERE pair = $1 AND flow = $2 ORDER BY number DESC LIMIT $3`,
          [pair, flow, limit],
        )
      ).map(withoutNulls<RuleActivation>),
  };
}
