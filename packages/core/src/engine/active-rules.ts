import { type ActiveRules, type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import { defaultRules, type PairRules } from '../mapping/default-rules.ts';
import { type ReadRules, readRuleSet } from '../mapping/read-rule-set.ts';
import type { RuleSurroundings } from '../mapping/value.ts';
import { rateTable } from '../money/exchange-rate.ts';
import { type NotingRates, notingRates } from '../money/noting-rates.ts';
import type { RuleSetHead } from '../ports/rule-records.ts';
import type { Tx } from '../ports/store.ts';
import { checkRuleSet } from './check-rule-set.ts';
import { lastUsed } from './last-used.ts';
import type { PairParts } from './open-run.ts';
import { checkRecord } from './rule-book.ts';

/** What a run takes up at its start and keeps until its end. */
export type TakenRules = Pick<PairRun, 'rules' | 'unreadable' | 'rates' | 'ratesStand' | 'rulesStand' | 'compile'>;

/** Takes up the active version of every flow of a pair; what it compiled once it need not read again. */
export type TakeRules = (parts: PairParts, tx: Tx) => Promise<TakenRules>;

const compiledMax = 300;
const rateTablesMax = 50;

/** VAT rates that the merchant keeps, where there are any. */
function vatStand({ settings: { vatRates } }: PairParts): readonly string[] {
  return Object.keys(vatRates).length === 0 ? [] : [contentHash(vatRates)];
}

export function createRuleTaker(): TakeRules {
  const compiledBefore = lastUsed<CompiledRules>(compiledMax);
  const ratesBefore = lastUsed<NotingRates>(rateTablesMax);

  async function taken(
    parts: PairParts,
    tx: Tx,
    flow: keyof PairRules,
    rates: Rates,
  ): Promise<ActiveRules & { readonly readable: boolean }> {
    const { merchant, pair, settings, compileRules } = parts;
    const head = (await tx.rules.activeHead(pair, flow)) ?? (await begin(parts, tx, flow));
    const { version } = head;
    const key = JSON.stringify([merchant, pair, flow, version, head.at, settings.timeZone, rates.stand]);
    const known = compiledBefore.get(key);
    const read: ReadRules | undefined = known === undefined ? readRuleSet((await tx.rules.read(pair, flow, version))?.content) : undefined;
    await tellUnreadable(parts, tx, flow, head, read);
    if (read?.ok === false) return { version, compiled: unreadable(version), readable: false };
    const compiled = known ?? compileRules((read as Extract<ReadRules, { ok: true }>).rules, surroundings(parts, rates));
    compiledBefore.set(key, compiled);
    return { version, compiled, readable: true };
  }

  async function ratesOf({ merchant }: PairParts, tx: Tx): Promise<Rates> {
    const stand = await tx.rates.stand();
    const key = JSON.stringify([merchant, stand]);
    const table = ratesBefore.get(key) ?? notingRates(rateTable((await tx.rates.list('')).map(({ by: _by, at: _at, ...rate }) => rate)));
    ratesBefore.set(key, table);
    return { stand, table };
  }

  return async (parts, tx) => {
    const rates = await ratesOf(parts, tx);
    const rules = {
      listings: await taken(parts, tx, 'listings', rates),
      stock: await taken(parts, tx, 'stock', rates),
      orders: await taken(parts, tx, 'orders', rates),
    };
    const flows = Object.keys(rules) as (keyof typeof rules)[];
    return {
      rules,
      unreadable: new Set(flows.filter((flow) => !rules[flow].readable)),
      rates: rates.table,
      ratesStand: rates.stand,
      rulesStand: [rules.orders.version, rates.stand, ...vatStand(parts)].join('/'),
      compile: (content) => {
        const read = readRuleSet(content);
        return read.ok ? parts.compileRules(read.rules, surroundings(parts, rates)) : undefined;
      },
    };
  };
}

function surroundings({ settings, transforms }: PairParts, { table }: Rates): RuleSurroundings {
  return { timeZone: settings.timeZone, rates: table, transforms };
}

interface Rates {
  readonly stand: string;
  readonly table: NotingRates;
}

/** The given or default rules become version 1 where there is none. */
async function begin(parts: PairParts, tx: Tx, flow: keyof PairRules): Promise<RuleSetHead> {
  const content = (parts.rules ?? defaultRules())[flow] as unknown as Json;
  const note = 'the rules that this pair began with';
  const made = { pair: parts.pair, flow, by: 'engine', at: parts.environment.clock.now() };
  const check = checkRuleSet(parts, flow, content);
  const checked = checkRecord(parts, check.ok ? [] : check.faults);
  const version = await tx.rules.add({ ...made, content, note, checked });
  await tx.rules.activate({ ...made, version, why: note });
  return { ...made, version, note, checked };
}

/** One flow whose rules cannot be read waits for a person; the others go on. */
async function tellUnreadable(
  parts: PairParts,
  tx: Tx,
  flow: string,
  { version }: RuleSetHead,
  read: ReadRules | undefined,
): Promise<void> {
  if (read === undefined) return;
  if (read.ok) {
    await tx.problems.clear(problemKey(parts, 'RULES_UNREADABLE', flow));
    return;
  }
  const data = { flow, version: String(version), field: read.faults[0]?.field || flow };
  await raiseProblem(tx, parts, { code: 'RULES_UNREADABLE', subject: flow, data });
}

/** Stands in for rules that nothing may be mapped by. */
function unreadable(version: number): CompiledRules {
  const refuse = (): never => {
    throw new Error(`version ${version} of the rules cannot be read, so that nothing may be mapped by it`);
  };
  return { hash: `unreadable/${version}`, apply: refuse, explain: refuse };
}
