import type { Json } from '../kernel/canonical-json.ts';
import { type MerchantId, merchantId } from '../kernel/ids.ts';
import type { Store } from '../ports/store.ts';
import { isTrue, shown } from './checks.ts';
import { catalogOperations } from './operations/catalog.ts';
import type { Held, OperationKinds } from './operations/kind.ts';
import { ledgerOperations } from './operations/ledger.ts';
import { ruleOperations } from './operations/rules.ts';
import { stockOperations } from './operations/stock.ts';
import { upkeepOperations } from './operations/upkeep.ts';
import { type Random, seededRandom } from './random.ts';
import { start } from './samples.ts';

/** One transaction as data: it can be printed, stored and run again. */
export interface RandomTransaction {
  readonly merchant: string;
  readonly calls: readonly RandomCall[];
  /** The work throws at its end. */
  readonly failing: boolean;
}

export interface RandomCall {
  /** Such as `orders.put`. */
  readonly name: string;
  readonly args: Json;
}

/** Every method of every part of a transaction, but for those that a claim proves better. */
const operationKinds: OperationKinds = {
  ...upkeepOperations,
  ...ruleOperations,
  ...catalogOperations,
  ...ledgerOperations,
  ...stockOperations,
};

/** A sequence of transactions of two merchants that use the same ids. Instants rise from transaction to transaction. */
export function randomOperations(seed: number | string, transactions = 240): readonly RandomTransaction[] {
  const random = seededRandom(seed);
  return Array.from({ length: transactions }, (_, place) => ({
    merchant: random.pick(['first', 'second']),
    calls: Array.from({ length: 1 + random.below(6) }, () => someCall(random, start + place * 10)),
    failing: random.percent(12),
  }));
}

/**
 * Runs a sequence and answers what every call answered, as comparable text: two stores are equal if their texts are. The
 * tag names the merchants, so that sequences can share a store.
 */
export async function applyOperations(store: Store, operations: readonly RandomTransaction[], tag = ''): Promise<readonly string[]> {
  const held = new Map<string, Held>();
  const answers: string[] = [];
  for (const { merchant, calls, failing } of operations) {
    const before = held.get(merchant) ?? { claims: [], lanes: [], reasons: [] };
    const after: Held = { claims: [...before.claims], lanes: [...before.lanes], reasons: [...before.reasons] };
    const failure = new Error('this work fails on purpose');
    const seen: string[] = [];
    const outcome = await store
      .transaction(merchantOf(merchant, tag), async (tx) => {
        for (const { name, args } of calls) {
          const { run, unordered } = kindOf(name);
          const answer = await run(tx, args, after);
          seen.push(`${merchant} ${name} ${shown(args)} -> ${unordered ? inAnyOrder(answer) : shown(answer)}`);
        }
        if (failing) throw failure;
      })
      .catch((error: unknown) => error);
    if (outcome !== undefined && outcome !== failure) throw outcome;
    isTrue((outcome === failure) === failing, 'a transaction fails when its work does');
    // What was rolled back was never held.
    if (!failing) held.set(merchant, after);
    answers.push(...seen, failing ? 'rolled back' : 'committed');
  }
  return answers;
}

function someCall(random: Random, at: number): RandomCall {
  const name = random.pick(Object.keys(operationKinds));
  return { name, args: kindOf(name).make(random, at) };
}

function kindOf(name: string) {
  const kind = operationKinds[name];
  if (kind === undefined) throw new Error(`no operation is called ${name}`);
  return kind;
}

function merchantOf(name: string, tag: string): MerchantId {
  return merchantId(`${name} of ${tag}`);
}

function inAnyOrder(answer: unknown): string {
  return Array.isArray(answer) ? shown(answer.map(shown).toSorted()) : shown(answer);
}
