import { type Answer, mapAnswer, retryable } from '../kernel/answer.ts';
import type { EffectKey } from '../kernel/ids.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { Call } from '../ports/call.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { Sent, SweepCall } from '../ports/effect-port.ts';
import type { FoundIds } from './advance.ts';
import type { EffectDriver, EffectRun, Work } from './effect-driver.ts';

export interface Looked {
  /** One for each row, in their order. */
  readonly answers: readonly Answer<FoundIds>[];
  /** What was read on the way and carries the marker of an effect that nobody asked for. */
  readonly others: readonly { readonly key: EffectKey; readonly made: string }[];
}

/** Looks for rows in doubt: in one pass where the system allows it, else one by one. */
export async function lookFor<Draft, Made>(
  driver: EffectDriver<Draft, Made>,
  run: EffectRun,
  works: readonly Work<Draft>[],
): Promise<Looked> {
  const { sweep } = driver.port;
  try {
    if (sweep !== undefined && works.length > 1) return await sweepFor(driver, sweep, run, works);
    return { answers: await Promise.all(works.map((work) => lookOne(driver, run, work))), others: [] };
  } catch (cause) {
    // A mistake of the adapter proves nothing: the rows stay in doubt, the others go on.
    run.environment.log.error('an adapter threw while looking', { kind: driver.kind, fault: cause instanceof Error ? cause.message : '' });
    const failed = retryable(new SyncError('NO_ANSWER', 'the adapter threw while looking', { cause }));
    return { answers: works.map(() => failed), others: [] };
  }
}

async function lookOne<Draft, Made>(driver: EffectDriver<Draft, Made>, run: EffectRun, work: Work<Draft>): Promise<Answer<FoundIds>> {
  const { find } = driver.port;
  if (find === undefined) throw new Error(`${driver.kind} cannot be searched`);
  const found = await find(sentOf(run, work), lookCall(driver, run, work.row));
  return mapAnswer(found, ({ marked, alike }) => ({ marked: marked.map(driver.idOf), alike: alike.map(driver.idOf) }));
}

async function sweepFor<Draft, Made>(
  driver: EffectDriver<Draft, Made>,
  sweep: NonNullable<EffectDriver<Draft, Made>['port']['sweep']>,
  run: EffectRun,
  works: readonly Work<Draft>[],
): Promise<Looked> {
  const known: SweepCall['known'] = async (ids) => {
    const rows = await run.store.transaction(run.merchant, (tx) => tx.effects.byResult(driver.kind, ids));
    return new Set(rows.flatMap(({ result }) => (result === undefined ? [] : [result])));
  };
  const swept = await sweep(
    works.map((work) => sentOf(run, work)),
    { ...run.call, priority: 'recovery', known },
  );
  if (swept.status !== 'done') return { answers: works.map(() => swept), others: [] };
  const answers = swept.value.found.map(({ marked, alike }) => ({
    status: 'done' as const,
    value: { marked: marked.map(driver.idOf), alike: alike.map(driver.idOf) },
  }));
  if (answers.length !== works.length) throw new Error(`a sweep for ${works.length} rows answered for ${answers.length}`);
  const asked = new Set(works.map(({ row }) => row.key));
  const others = swept.value.read.flatMap(({ made, texts }) => {
    const key = driver.namedBy?.(texts);
    return key === undefined || asked.has(key) ? [] : [{ key, made: driver.idOf(made) }];
  });
  return { answers, others };
}

/** What belongs to live work keeps the priority of the run: not every look clears a doubt. */
function lookCall<Draft, Made>(driver: EffectDriver<Draft, Made>, run: EffectRun, row: EffectRow): Call {
  const isFirstLook = driver.looksFirst === true && row.state === 'intended' && row.attempt === 0;
  return isFirstLook ? run.call : { ...run.call, priority: 'recovery' };
}

function sentOf<Draft>(run: EffectRun, { row, draft }: Work<Draft>): Sent<Draft> {
  const from = Math.min(row.firstSentAt ?? Number.POSITIVE_INFINITY, row.lookBackTo ?? Number.POSITIVE_INFINITY, row.createdAt);
  return { marker: row.marker, from, to: run.environment.clock.now(), draft };
}
