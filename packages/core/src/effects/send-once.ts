import type { Outcome } from '../kernel/answer.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { EffectCall } from '../ports/call.ts';
import type { EffectRules } from './advance.ts';
import type { EffectDriver, EffectRun, Work } from './effect-driver.ts';

/** The one call of an attempt, behind its self-fence: it is not begun where an answer would not fit into deadline and lease. */
export async function sendOnce<Draft, Made>(
  driver: EffectDriver<Draft, Made>,
  run: EffectRun,
  rules: EffectRules,
  { row, draft, claim }: Work<Draft>,
): Promise<Outcome<string>> {
  const { clock, log } = run.environment;
  const lastStart = Math.min((row.deadline ?? 0) - rules.timeoutMs, claim.row.leaseUntil - rules.timeoutMs);
  const call: EffectCall = { ...run.call, marker: row.marker, attempt: row.attempt, maySend: () => clock.now() <= lastStart };
  let outcome: Outcome<Made>;
  try {
    outcome = await driver.port.send(draft, call);
  } catch (cause) {
    // An adapter that throws is mistaken, and whether it had sent is unknown: the row is looked for, the others go on.
    log.error('an adapter threw while sending', { kind: driver.kind, fault: cause instanceof Error ? cause.message : '' });
    outcome = { status: 'unknown', error: new SyncError('NO_ANSWER', 'the adapter threw while sending', { cause }) };
  }
  return outcome.status === 'done' ? { status: 'done', value: driver.idOf(outcome.value) } : outcome;
}
