import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { DeliveryState, EffectClaim, EffectProgress, EffectRow } from '../ports/effect-ledger.ts';
import type { Tx } from '../ports/store.ts';
import type { Advance, EffectRules, ParkReason } from './advance.ts';
import type { EffectDriver, EffectRun, Work } from './effect-driver.ts';
import { effectSteps } from './effect-steps.ts';
import { lookFor } from './look-for.ts';
import { sendOnce } from './send-once.ts';
import { type Brought, type Hearing, hear, settle } from './settle.ts';

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

/** Sends at a time: few enough that all of them are sent within their lease, enough to fill the vendor's latency. */
const sendsMax = 4;
const looksMax = 4;
/** Looks at a time where one pass over the vendor's list serves them all: the list costs little for each, and the slice still ends. */
const sweptMax = 50;
/** Longest time that a request of ours waits for its slot. */
export const paceMs = 30_000;

/** A run with all that its parts need. */
interface Runner<Draft, Made> extends Hearing<Draft, Made> {
  readonly run: EffectRun;
  readonly stats: EffectStats;
  readonly beside: Beside;
  /** Claimed sends that are not brought home. */
  sending: number;
}

/** Effects of another kind that those of a run make due. */
export interface Follower {
  readonly stats: EffectStats;
  /** Claims what is due, in the transaction that made it so; what it answers is to be called once that is committed. */
  claim(tx: Tx): Promise<() => Promise<void>>;
}

/** Whom a run goes on with in its own commits. Without them their rows wait for a claim of their own. */
export interface Beside {
  /** What a waiting row waits for, such as the contact of a sales order. */
  readonly first?: Follower | undefined;
  /** What a done row leaves to be done, such as the mark on its order. */
  readonly then?: Follower | undefined;
}

export function followWith<Draft, Made>(driver: EffectDriver<Draft, Made>, run: EffectRun): Follower {
  const runner = runnerOf(driver, run, {});
  return { stats: runner.stats, claim: (tx) => claimNext(tx, runner, driver.looksFirst === true ? 'look' : 'send') };
}

function runnerOf<Draft, Made>(driver: EffectDriver<Draft, Made>, run: EffectRun, beside: Beside): Runner<Draft, Made> {
  const stats: EffectStats = { done: 0, parked: 0, waiting: 0, more: false, nextAt: undefined, failure: undefined };
  return { driver, run, stats, rules: rulesOf(driver, run), steps: run.steps ?? effectSteps, beside, sending: 0 };
}

/**
 * Works on what is due of one kind until nothing is, or time is up. Looks and sends go side by side, so that a long look keeps no
 * new record waiting.
 */
export async function runEffects<Draft, Made>(
  driver: EffectDriver<Draft, Made>,
  run: EffectRun,
  beside: Beside = {},
): Promise<EffectStats> {
  const runner = runnerOf(driver, run, beside);
  const { stats } = runner;
  for (let claimed = 1; claimed > 0 && !stats.more && stats.failure === undefined; ) {
    const [looked, sent] = await Promise.all([lane(runner, 'look'), lane(runner, 'send')]);
    claimed = looked + sent;
  }
  stats.nextAt = await run.store.transaction(run.merchant, (tx) => tx.effects.nextDue(run.pair, [driver.kind]));
  return stats;
}

/** Times and limits of a driver's effects in a run. */
export function rulesOf<Draft, Made>(
  { port, looksFirst }: Pick<EffectDriver<Draft, Made>, 'port' | 'looksFirst'>,
  { afterDoubt, attemptsMax }: Pick<EffectRun, 'afterDoubt' | 'attemptsMax'>,
): EffectRules {
  return {
    paceMs,
    timeoutMs: port.timeoutMs,
    settleMs: port.settleMs,
    attemptsMax,
    canFind: port.find !== undefined,
    looksInAttempt: looksFirst === true,
    afterDoubt,
  };
}

function pairsOf({ pair, sharedWith = [] }: EffectRun): readonly EffectRun['pair'][] {
  return [pair, ...sharedWith.filter((other) => other !== pair)];
}

/** Claims and carries out one sort of work until none is due. Answers how many rows were claimed. */
async function lane<Draft, Made>(runner: Runner<Draft, Made>, wants: 'look' | 'send'): Promise<number> {
  const { run, stats } = runner;
  for (let total = 0; ; ) {
    if (stats.failure !== undefined) return total;
    if (timeIsUp(run)) {
      stats.more = true;
      return total;
    }
    const { due, first } = await run.store.transaction(run.merchant, async (tx) => {
      const due = await claimDue(tx, runner, wants);
      return { due, first: due.waiting > 0 ? await runner.beside.first?.claim(tx) : undefined };
    });
    if (due.claimed === 0) return total;
    total += due.claimed;
    await Promise.all([workOn(runner, due), first?.()]);
  }
}

function timeIsUp({ environment, stopAt, call }: EffectRun): boolean {
  return environment.clock.now() >= stopAt || call.signal.aborted;
}

interface Claimed<Draft> {
  readonly claimed: number;
  readonly works: readonly Work<Draft>[];
  readonly parked: number;
  readonly waiting: number;
}

/**
 * Inside one transaction: claim, make the drafts, store `sending` with its explanation. The row stands before the call. `most` beside
 * the limits of the kind.
 */
async function claimDue<Draft, Made>(
  tx: Tx,
  runner: Runner<Draft, Made>,
  wants: 'look' | 'send',
  most = Number.POSITIVE_INFINITY,
): Promise<Claimed<Draft>> {
  const { driver, run, rules } = runner;
  const at = run.environment.clock.now();
  const leaseMs = rules.paceMs + rules.timeoutMs + 15_000;
  const looks = driver.port.sweep === undefined ? looksMax : sweptMax;
  const mayEndInSend = wants === 'send' || driver.looksFirst === true;
  const limit = Math.min(most, mayEndInSend ? (driver.sideBySide ?? sendsMax) - runner.sending : looks);
  const works: Work<Draft>[] = [];
  const counted = { parked: 0, waiting: 0 };
  if (limit <= 0) return { claimed: 0, works, ...counted };
  const claims = await tx.effects.claim({ pairs: pairsOf(run), kinds: [driver.kind], wants, at, leaseMs, limit });
  for (const claim of claims) {
    const prepared = await prepare(tx, runner, claim, at);
    if (prepared === 'parked' || prepared === 'waiting') counted[prepared] += 1;
    else if (prepared !== 'withdrawn') works.push(prepared);
  }
  runner.sending += works.filter(({ act }) => act === 'send').length;
  return { claimed: claims.length, works, ...counted };
}

/** Carries out what was claimed, once that is committed. */
async function workOn<Draft, Made>(runner: Runner<Draft, Made>, { works, parked, waiting }: Claimed<Draft>): Promise<void> {
  runner.stats.parked += parked;
  runner.stats.waiting += waiting;
  const sends = works.filter(({ act }) => act === 'send');
  const looks = works.filter(({ act }) => act !== 'send');
  await Promise.all([lookAll(runner, looks), ...sends.map((work) => sendOne(runner, work).finally(() => (runner.sending -= 1)))]);
}

/** Goes straight on with a row that has just become due, in the commit that made it so. */
async function claimNext<Draft, Made>(tx: Tx, runner: Runner<Draft, Made>, wants: 'look' | 'send'): Promise<() => Promise<void>> {
  if (runner.stats.failure !== undefined || timeIsUp(runner.run)) return () => Promise.resolve();
  const due = await claimDue(tx, runner, wants, 1);
  return () => workOn(runner, due);
}

/** What is to be done with a claimed row, stored; a row that needs no call is settled at once. */
async function prepare<Draft, Made>(
  tx: Tx,
  { driver, rules, steps }: Runner<Draft, Made>,
  claim: EffectClaim,
  at: Instant,
): Promise<Work<Draft> | 'parked' | 'waiting' | 'withdrawn'> {
  const { row } = claim;
  const step = steps.advance(row, { type: 'claimed', at }, rules);
  if (step.act === 'stop') {
    await settle(tx, driver, claim, step, { at });
    return step.next.state === 'parked' ? 'parked' : 'waiting';
  }
  const prepared = await driver.prepare(tx, row, at, step.act);
  if (prepared.do === 'go') {
    const pinned = step.act === 'send' && prepared.pin !== undefined ? { pin: prepared.pin } : {};
    const next: EffectProgress = { ...step.next, ...pinned };
    if (step.act === 'send' && prepared.explanation !== undefined) await tx.explanations.put(row.key, prepared.explanation, at);
    await tx.effects.record(claim, next, { at, what: step.note, details: { attempt: next.attempt } }, false);
    return { claim, row: { ...row, ...next }, draft: prepared.draft, act: step.act };
  }
  if (prepared.do === 'drop' && step.act === 'send') {
    const next: EffectProgress = { ...row, state: 'withdrawn', reason: prepared.why };
    await settle(tx, driver, claim, { next, act: 'stop', note: 'withdrawn before sending' }, { at });
    return 'withdrawn';
  }
  if (prepared.do === 'park') {
    // After a doubt the reason is the doubt: without a draft nobody can look. Else nothing stands there, and an edit may take the row's place.
    const next: EffectProgress =
      step.act === 'find' && row.attempt > 0
        ? { ...step.next, state: 'parked', reason: 'IN_DOUBT' satisfies ParkReason }
        : { ...unpinned(row), state: 'parked', reason: prepared.reason, attempt: 0 };
    await settle(tx, driver, claim, { next, act: 'stop', note: 'parked before sending' }, { at });
    return 'parked';
  }
  // What claiming found out is kept: a row that stayed `sending` without a holder would be due at once.
  const kept = step.act === 'find' ? step.next : row;
  const until = prepared.do === 'wait' ? prepared.until : at + 60_000;
  await tx.effects.record(claim, { ...kept, notBefore: until }, { at, what: 'waits' }, true);
  return 'waiting';
}

function unpinned({ pin: _proved, ...row }: EffectRow): EffectProgress {
  return row;
}

async function sendOne<Draft, Made>(runner: Runner<Draft, Made>, work: Work<Draft>): Promise<void> {
  const { driver, run, rules, steps } = runner;
  const { clock } = run.environment;
  const before = driver.looksFirst === true && isFirstAttempt(work) ? await lookBefore(runner, work) : undefined;
  if (before !== undefined) return bringHome(runner, work, before);
  const outcome = await sendOnce(driver, run, rules, work);
  const step = steps.advance(work.row, { type: 'sent', at: clock.now(), outcome }, rules);
  if (step.act !== 'find') return bringHome(runner, work, { step, error: outcome.status === 'done' ? undefined : outcome.error });
  await lookAll(runner, [{ ...work, row: { ...work.row, ...step.next } }]);
}

function isFirstAttempt<Draft>({ claim: { row } }: Work<Draft>): boolean {
  return row.lookBackTo !== undefined && row.firstSentAt === undefined;
}

/** `undefined`: nothing of it stands there, and it may be sent. Else nothing was sent, and the row is judged as it was before the attempt. */
async function lookBefore<Draft, Made>({ driver, run, rules, steps }: Runner<Draft, Made>, work: Work<Draft>): Promise<Result | undefined> {
  const { row } = work.claim;
  const [found] = (await lookFor(driver, run, [{ ...work, row }])).answers;
  if (found === undefined) throw new Error('a look for one row did not answer');
  const step = steps.advance(row, { type: 'looked', at: run.environment.clock.now(), found }, rules);
  if (found.status !== 'done') return { step, error: found.error };
  return step.next.state === 'intended' ? undefined : { step, error: undefined };
}

async function lookAll<Draft, Made>(runner: Runner<Draft, Made>, works: readonly Work<Draft>[]): Promise<void> {
  if (works.length === 0) return;
  const { driver, run, rules, steps } = runner;
  const { answers, others } = await lookFor(driver, run, works);
  const at = run.environment.clock.now();
  await Promise.all(
    works.map((work, place) => {
      const found = answers[place] as (typeof answers)[number];
      const step = steps.advance(work.row, { type: 'looked', at, found }, rules);
      return bringHome(runner, work, { step, error: found.status === 'done' ? undefined : found.error });
    }),
  );
  for (const { key, made } of others) {
    const heard = await run.store.transaction(run.merchant, (tx) => hear(tx, runner, { key, made, at, from: 'look for another' }));
    if (heard === 'settled') runner.stats.done += 1;
  }
}

interface Result {
  readonly step: Advance;
  readonly error: SyncError | undefined;
}

/** Confirms and records. What a holder that was overtaken brings home is heard all the same: proof counts, whoever has it. */
async function bringHome<Draft, Made>(runner: Runner<Draft, Made>, work: Work<Draft>, { step, error }: Result): Promise<void> {
  const { driver, run, stats } = runner;
  const made = step.next.state === 'done' ? step.next.result : undefined;
  const seen = made === undefined || driver.confirm === undefined ? undefined : await driver.confirm(made, work.draft, run.call);
  const at = run.environment.clock.now();
  const brought: Brought = { at, ...(seen === undefined ? {} : { confirmed: seen }), ...(error === undefined ? {} : { error }) };
  const { became, goOn } = await run.store.transaction(run.merchant, async (tx) => {
    const became = await book(tx, runner, work, step, brought);
    const next =
      became === 'done'
        ? runner.beside.then?.claim(tx)
        : became === 'intended' && error === undefined
          ? claimNext(tx, runner, 'send')
          : undefined;
    return { became, goOn: await next };
  });
  if (became === 'done') stats.done += 1;
  else if (became === 'parked') stats.parked += 1;
  else if (became !== undefined) stats.waiting += 1;
  if (became !== undefined && error !== undefined && endsRun(error)) stats.failure = error;
  await goOn?.();
}

/** What the row became by it; `undefined`: a former holder's word that changes nothing. */
async function book<Draft, Made>(
  tx: Tx,
  runner: Runner<Draft, Made>,
  { claim, row: { key } }: Work<Draft>,
  step: Advance,
  brought: Brought,
): Promise<DeliveryState | undefined> {
  const { at, confirmed, error } = brought;
  if (await settle(tx, runner.driver, claim, step, brought)) return step.next.state;
  const made = step.next.state === 'done' ? step.next.result : undefined;
  if (made === undefined) {
    const code = error === undefined ? {} : { code: error.code };
    await tx.effects.note(key, { at, what: 'a former holder came back', details: { said: step.note, ...code } });
    return undefined;
  }
  const heard = await hear(tx, runner, { key, made, at, from: 'late answer', ...(confirmed === undefined ? {} : { confirmed }) });
  for (const other of step.surplus ?? []) await hear(tx, runner, { key, made: other, at, from: 'late answer' });
  return heard === 'settled' ? 'done' : undefined;
}

/** Errors of the account or the line, not of the record. */
function endsRun(error: SyncError): boolean {
  return ['UNAUTHORIZED', 'FORBIDDEN', 'ACCOUNT_BLOCKED', 'UNREACHABLE', 'RATE_LIMITED', 'ABORTED'].includes(error.code);
}
