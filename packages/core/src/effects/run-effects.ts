import { type Answer, mapAnswer, type Outcome } from '../kernel/answer.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { MerchantId, PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { Call, EffectCall } from '../ports/call.ts';
import type { EffectClaim, EffectKind, EffectProgress, EffectRow } from '../ports/effect-ledger.ts';
import type { EffectPort } from '../ports/effect-port.ts';
import type { Environment } from '../ports/environment.ts';
import type { Store, Tx } from '../ports/store.ts';
import type { Advance, EffectRules, FoundIds, ParkReason } from './advance.ts';
import { type EffectSteps, effectSteps } from './effect-steps.ts';

/** What one kind of effect needs beside the protocol. */
export interface EffectDriver<Draft, Made> {
  readonly kind: EffectKind;
  readonly port: EffectPort<Draft, Made>;
  /** Sends at a time; 4 where absent. */
  readonly sideBySide?: number;
  idOf(made: Made): string;
  /** Makes the draft from stored facts, inside the claiming transaction: store calls only. A look-up needs the draft too. */
  prepare(tx: Tx, row: EffectRow, at: Instant, act: 'send' | 'find'): Promise<Prepared<Draft>>;
  /** Looks at what was made, before it is recorded. Never decides about the effect itself. */
  readonly confirm?: (made: string, draft: Draft, call: Call) => Promise<Json>;
  /** Books the outcome in the transaction that records it. */
  settled(tx: Tx, settled: Settled): Promise<void>;
}

export type Prepared<Draft> =
  | { readonly do: 'go'; readonly draft: Draft; readonly explanation?: Json }
  /** Nothing was sent, and a person must mend the reason first. The driver books its own words for it. */
  | { readonly do: 'park'; readonly reason: string }
  | { readonly do: 'wait'; readonly until: Instant }
  /** It is not wanted any more and certainly does not stand there: nothing was sent, or a look-up found nothing. */
  | { readonly do: 'drop'; readonly why: string };

export interface Settled {
  readonly row: EffectRow;
  readonly progress: EffectProgress;
  readonly at: Instant;
  /** What `confirm` saw. */
  readonly confirmed?: Json;
  readonly surplus?: readonly string[];
  readonly error?: SyncError;
}

export interface EffectRun {
  readonly store: Store;
  readonly environment: Environment;
  readonly merchant: MerchantId;
  readonly pair: PairId;
  /** Calls for sends; look-ups go with priority `recovery`. */
  readonly call: Call;
  /** No claim is made after this instant. */
  readonly stopAt: Instant;
  readonly afterDoubt: EffectRules['afterDoubt'];
  /** The protocol's own where absent. */
  readonly steps?: EffectSteps;
}

export interface EffectStats {
  done: number;
  parked: number;
  /** In doubt or waiting for a condition. */
  waiting: number;
  /** A limit of time was met; more is due. */
  more: boolean;
  /** When the next row is due. */
  nextAt: Instant | undefined;
  /** The account is refused or the vendor cannot be reached: further claims would only fail too. */
  failure: SyncError | undefined;
}

/** Claims at a time: few enough that all of them are sent within their lease, enough to fill the vendor's latency. */
const claimMax = 4;
const paceMs = 30_000;
const attemptsMax = 6;

/** Works on what is due of one kind until nothing is, or time is up. */
export async function runEffects<Draft, Made>(driver: EffectDriver<Draft, Made>, run: EffectRun): Promise<EffectStats> {
  const stats: EffectStats = { done: 0, parked: 0, waiting: 0, more: false, nextAt: undefined, failure: undefined };
  const rules: EffectRules = {
    paceMs,
    timeoutMs: driver.port.timeoutMs,
    settleMs: driver.port.settleMs,
    attemptsMax,
    canFind: driver.port.find !== undefined,
    afterDoubt: run.afterDoubt,
  };
  while (stats.failure === undefined) {
    if (run.environment.clock.now() >= run.stopAt || run.call.signal.aborted) {
      stats.more = true;
      break;
    }
    const { claimed, works } = await claimDue(driver, run, rules, stats);
    if (claimed === 0) break;
    await Promise.all(works.map((work) => carryOut(driver, run, rules, work, stats)));
  }
  stats.nextAt = await run.store.transaction(run.merchant, (tx) => tx.effects.nextDue(run.pair, [driver.kind]));
  return stats;
}

interface Work<Draft> {
  readonly claim: EffectClaim;
  readonly row: EffectRow;
  readonly draft: Draft;
  readonly act: Advance['act'];
}

/** One transaction: claim, make the drafts, store `sending` with its explanation. The row stands before the call. */
async function claimDue<Draft, Made>(
  driver: EffectDriver<Draft, Made>,
  run: EffectRun,
  rules: EffectRules,
  stats: EffectStats,
): Promise<{ readonly claimed: number; readonly works: readonly Work<Draft>[] }> {
  const at = run.environment.clock.now();
  const leaseMs = rules.paceMs + rules.timeoutMs + 15_000;
  const { steps = effectSteps } = run;
  const result = await run.store.transaction(run.merchant, async (tx) => {
    const work: Work<Draft>[] = [];
    const counted = { parked: 0, waiting: 0 };
    const claims = await tx.effects.claim({ pair: run.pair, kinds: [driver.kind], at, leaseMs, limit: driver.sideBySide ?? claimMax });
    for (const claim of claims) {
      const step = steps.advance(claim.row, { type: 'claimed', at }, rules);
      if (step.act === 'stop') {
        await settle(tx, driver, claim, step, { at });
        counted[step.next.state === 'parked' ? 'parked' : 'waiting'] += 1;
        continue;
      }
      const prepared = await driver.prepare(tx, claim.row, at, step.act);
      if (prepared.do === 'go') {
        if (prepared.explanation !== undefined) await tx.explanations.put(claim.row.key, prepared.explanation, at);
        await tx.effects.record(claim, step.next, { at, what: step.note, details: { attempt: step.next.attempt } }, false);
        work.push({ claim, row: { ...claim.row, ...step.next }, draft: prepared.draft, act: step.act });
      } else if (prepared.do === 'drop' && step.act === 'send') {
        const next: EffectProgress = { ...claim.row, state: 'withdrawn', reason: prepared.why };
        await settle(tx, driver, claim, { next, act: 'stop', note: 'withdrawn before sending' }, { at });
      } else if (prepared.do === 'park') {
        // After a doubt the reason is the doubt: without a draft nobody can look. Else nothing stands there, and an edit may take the row's place.
        const next: EffectProgress =
          step.act === 'find' && claim.row.attempt > 0
            ? { ...step.next, state: 'parked', reason: 'IN_DOUBT' satisfies ParkReason }
            : { ...claim.row, state: 'parked', reason: prepared.reason, attempt: 0 };
        await settle(tx, driver, claim, { next, act: 'stop', note: 'parked before sending' }, { at });
        counted.parked += 1;
      } else {
        // What claiming found out is kept: a row that stayed `sending` without a holder would be due at once.
        const kept = step.act === 'find' ? step.next : claim.row;
        const until = prepared.do === 'wait' ? prepared.until : at + 60_000;
        await tx.effects.record(claim, { ...kept, notBefore: until }, { at, what: 'waits' }, true);
        counted.waiting += 1;
      }
    }
    return { work, counted, claimed: claims.length };
  });
  stats.parked += result.counted.parked;
  stats.waiting += result.counted.waiting;
  return { claimed: result.claimed, works: result.work };
}

async function carryOut<Draft, Made>(
  driver: EffectDriver<Draft, Made>,
  run: EffectRun,
  rules: EffectRules,
  work: Work<Draft>,
  stats: EffectStats,
): Promise<void> {
  const { steps = effectSteps } = run;
  let { row } = work;
  let act = work.act;
  let step: Advance | undefined;
  let error: SyncError | undefined;
  if (act === 'send') {
    const outcome = await send(driver, run, rules, { ...work, row });
    if (outcome.status !== 'done') error = outcome.error;
    step = steps.advance(row, { type: 'sent', at: run.environment.clock.now(), outcome }, rules);
    act = step.act;
    row = { ...row, ...step.next };
  }
  if (act === 'find') {
    const found = await look(driver, run, row, work.draft);
    if (found.status !== 'done') error = found.error;
    step = steps.advance(row, { type: 'looked', at: run.environment.clock.now(), found }, rules);
  }
  if (step === undefined) return;
  const made = step.next.state === 'done' ? step.next.result : undefined;
  const confirmed = made === undefined || driver.confirm === undefined ? undefined : await driver.confirm(made, work.draft, run.call);
  const at = run.environment.clock.now();
  const settling = step;
  const recorded = await run.store.transaction(run.merchant, (tx) =>
    settle(tx, driver, work.claim, settling, {
      at,
      ...(confirmed === undefined ? {} : { confirmed }),
      ...(error === undefined ? {} : { error }),
    }),
  );
  if (!recorded) return;
  if (step.next.state === 'done') stats.done += 1;
  else if (step.next.state === 'parked') stats.parked += 1;
  else stats.waiting += 1;
  if (error !== undefined && endsRun(error)) stats.failure = error;
}

/** Errors of the account or the line, not of the record. */
function endsRun(error: SyncError): boolean {
  return ['UNAUTHORIZED', 'FORBIDDEN', 'ACCOUNT_BLOCKED', 'UNREACHABLE', 'RATE_LIMITED', 'ABORTED'].includes(error.code);
}

async function send<Draft, Made>(
  driver: EffectDriver<Draft, Made>,
  run: EffectRun,
  rules: EffectRules,
  { row, draft, claim }: Pick<Work<Draft>, 'row' | 'draft' | 'claim'>,
): Promise<Outcome<string>> {
  const { clock } = run.environment;
  const lastStart = Math.min((row.deadline ?? 0) - rules.timeoutMs, claim.row.leaseUntil - rules.timeoutMs);
  const call: EffectCall = { ...run.call, marker: row.marker, attempt: row.attempt, maySend: () => clock.now() <= lastStart };
  let outcome: Outcome<Made>;
  try {
    outcome = await driver.port.send(draft, call);
  } catch (cause) {
    // An adapter that throws is mistaken, and whether it had sent is unknown: the row is looked for, the others go on.
    run.environment.log.error('an adapter threw while sending', { kind: driver.kind, fault: cause instanceof Error ? cause.message : '' });
    outcome = { status: 'unknown', error: new SyncError('NO_ANSWER', 'the adapter threw while sending', { cause }) };
  }
  return outcome.status === 'done' ? { status: 'done', value: driver.idOf(outcome.value) } : outcome;
}

async function look<Draft, Made>(
  driver: EffectDriver<Draft, Made>,
  run: EffectRun,
  row: EffectRow,
  draft: Draft,
): Promise<Answer<FoundIds>> {
  const { find } = driver.port;
  if (find === undefined) throw new Error(`${driver.kind} cannot be searched`);
  const from = Math.min(row.firstSentAt ?? Number.POSITIVE_INFINITY, row.lookBackTo ?? Number.POSITIVE_INFINITY, row.createdAt);
  const to = run.environment.clock.now();
  const found = await find({ marker: row.marker, from, to, draft }, { ...run.call, priority: 'recovery' });
  return mapAnswer(found, ({ marked, alike }) => ({ marked: marked.map(driver.idOf), alike: alike.map(driver.idOf) }));
}

async function settle<Draft, Made>(
  tx: Tx,
  driver: EffectDriver<Draft, Made>,
  claim: EffectClaim,
  step: Advance,
  seen: Pick<Settled, 'at' | 'confirmed' | 'error'>,
): Promise<boolean> {
  const details = {
    attempt: step.next.attempt,
    ...(step.next.result === undefined ? {} : { result: step.next.result }),
    ...(seen.error === undefined ? {} : { code: seen.error.code }),
  };
  const recorded = await tx.effects.record(claim, step.next, { at: seen.at, what: step.note, details }, true);
  if (recorded) {
    const surplus = step.surplus === undefined ? {} : { surplus: step.surplus };
    await driver.settled(tx, { row: { ...claim.row, ...step.next }, progress: step.next, ...seen, ...surplus });
  }
  return recorded;
}
