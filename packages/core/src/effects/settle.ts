import type { Json } from '../kernel/canonical-json.ts';
import type { EffectKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { EffectClaim, Evidence } from '../ports/effect-ledger.ts';
import type { Tx } from '../ports/store.ts';
import type { Advance, EffectRules } from './advance.ts';
import type { EffectDriver, Settled } from './effect-driver.ts';
import type { EffectSteps } from './effect-steps.ts';

/** What a holder brings home: the step it took, and what it saw beside it. */
export interface Brought {
  readonly at: Instant;
  readonly confirmed?: Json;
  readonly error?: SyncError;
}

/** Records a holder's step and books its outcome, both or none. `false`: a later holder exists, nothing was written. */
export async function settle<Draft, Made>(
  tx: Tx,
  driver: EffectDriver<Draft, Made>,
  claim: EffectClaim,
  step: Advance,
  { at, confirmed, error }: Brought,
): Promise<boolean> {
  const { next, surplus, alike } = step;
  const details: Evidence['details'] = {
    attempt: next.attempt,
    ...(next.result === undefined ? {} : { result: next.result }),
    ...(surplus === undefined ? {} : { others: surplus.join(', ') }),
    ...(alike === undefined ? {} : { alike: alike.join(', ') }),
    ...(error === undefined ? {} : { code: error.code }),
  };
  if (!(await tx.effects.record(claim, next, { at, what: step.note, details }, true))) return false;
  const row = { ...claim.row, ...next };
  const seen: Settled = {
    row,
    progress: next,
    at,
    ...(confirmed === undefined ? {} : { confirmed }),
    ...(alike === undefined ? {} : { alike }),
    ...(error === undefined ? {} : { error }),
  };
  await driver.settled(tx, seen);
  if (surplus !== undefined) await driver.surplus?.(tx, row, surplus);
  return true;
}

/** Proof that a record of ours stands, from whoever does not hold its row. */
export interface Proof {
  readonly key: EffectKey;
  readonly made: string;
  /** Constant words for the row's evidence: where the proof comes from. */
  readonly from: 'late answer' | 'event' | 'look for another';
  readonly at: Instant;
  readonly confirmed?: Json;
}

/** By what proof is judged. */
export interface Hearing<Draft, Made> {
  readonly driver: EffectDriver<Draft, Made>;
  readonly rules: EffectRules;
  readonly steps: EffectSteps;
}

/**
 * Takes proof into account, whoever holds the row: it settles what was in doubt, and tells of a second record where one is known
 * already. `unknown-row`: there is no such effect.
 */
export async function hear<Draft, Made>(
  tx: Tx,
  { driver, rules, steps }: Hearing<Draft, Made>,
  { key, made, from, at, confirmed }: Proof,
): Promise<'settled' | 'known' | 'second' | 'unknown-row'> {
  const row = await tx.effects.read(key);
  if (row === undefined) return 'unknown-row';
  const step = steps.advance(row, { type: 'heard', at, made }, rules);
  const evidence: Evidence = { at, what: step.note, details: { from, made } };
  if (row.state === 'done') {
    if (step.surplus === undefined) return 'known';
    await tx.effects.note(key, evidence);
    await driver.surplus?.(tx, row, step.surplus);
    return 'second';
  }
  await tx.effects.note(key, evidence, step.next);
  await driver.settled(tx, { row: { ...row, ...step.next }, progress: step.next, at, ...(confirmed === undefined ? {} : { confirmed }) });
  return 'settled';
}
