import type { Outcome } from '../../kernel/answer.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { isSyncError, type SyncError } from '../../kernel/sync-error.ts';
import type { EffectCall } from '../../ports/call.ts';
import { equal, isTrue } from '../checks.ts';
import { type Bench, type PortClaim, type PortClaims, type StartWorld, startBench } from './port-claim.ts';
import { askedPauseMs, faultFacts, type PortFault, portFaults } from './port-fault.ts';
import type { PortWorld } from './port-world.ts';
import { personalCanary, secretCanary } from './setting.ts';

/** One method of a port, ready to be called with whatever call. */
export type Ready<Port> = (port: Port, call: EffectCall) => Promise<Outcome<unknown>>;

export interface CallBench<Port, World extends PortWorld<Port>> {
  /** Such as `orders.read`. */
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly start: StartWorld<World>;
  /** Makes what the call is about; may be called again, then for another record. */
  readonly prepare: (bench: Bench<Port, World>) => Promise<Ready<Port>>;
}

/** Faults that are over at once: under them no time may pass. */
const instant = portFaults.filter((fault) => fault !== 'slow' && !fault.startsWith('gateway-timeout'));

/** What every call promises, whatever it is about. */
export function callClaims<Port, World extends PortWorld<Port>>(tried: CallBench<Port, World>): PortClaims {
  type B = Bench<Port, World>;
  const claim = (says: string, holds: (bench: B, ready: Ready<Port>) => Promise<void>): PortClaim => ({
    says,
    holds: async () => {
      const bench = startBench<Port, World>(tried.start);
      await holds(bench, await tried.prepare(bench));
    },
  });

  return {
    area: `the call ${tried.name}`,
    claims: [
      claim('asks for one slot per request, with the priority of its call, always for the same account', async (bench, ready) => {
        const before = bench.setting.slots.length;
        const left = bench.watch();

        await bench.done(ready(bench.port, bench.effectCall('marker', { priority: 'backfill' })));

        const slots = bench.setting.slots.slice(before);
        isTrue(left().length > 0, 'it asks the vendor');
        equal(slots.length, left().length, 'slots');
        equal([...new Set(slots.map(({ priority }) => priority))], ['backfill'], 'priorities');
        equal(new Set(bench.setting.slots.map(({ account }) => account)).size, 1, 'accounts');
      }),
      claim('sends nothing before its slot is given, and nothing if it is cancelled meanwhile', async (bench, ready) => {
        const control = new AbortController();
        const left = bench.watch();
        bench.setting.hold();
        const work = ready(bench.port, bench.effectCall('marker', { signal: control.signal }));
        await bench.setting.settle();
        const early = left();

        control.abort();
        const outcome = await bench.ask(work);
        bench.setting.release();
        await bench.setting.settle();

        equal([early, left(), outcome.status], [[], [], 'retryable'], 'requests before and after, and status');
      }),
      claim('sends nothing under a signal that is aborted', async (bench, ready) => {
        const left = bench.watch();
        const outcome = await bench.ask(ready(bench.port, bench.effectCall('marker', { signal: AbortSignal.abort() })));
        equal([left(), outcome.status], [[], 'retryable'], 'requests and status');
      }),
      claim('tells of each request once, before it leaves', async (bench, ready) => {
        const left = bench.watch();
        const told: string[] = [];
        let early = true;
        const count = (kind: 'read' | 'write'): void => {
          early = early && left().length <= told.length;
          told.push(kind);
        };

        await bench.done(ready(bench.port, bench.effectCall('marker', { count })));

        equal(told, left(), 'told');
        isTrue(early, 'it is told before the request leaves');
      }),
      claim(`${tried.kind === 'read' ? 'only reads' : 'writes'}, and takes no time of its own`, async (bench, ready) => {
        const left = bench.watch();
        const at = bench.now();

        await bench.done(ready(bench.port, bench.effectCall('marker')));

        equal(bench.now() - at, 0, 'ms that passed');
        equal(left().includes('write'), tried.kind === 'write', 'writes');
      }),
      ...portFaults.map((fault) =>
        claim(`does not try again under ${fault}`, (bench, ready) => faultClaim(tried, bench, { ready, fault })),
      ),
      claim('hands on the pause that the vendor asks for', async (bench, ready) => {
        bench.world.inject('paced-with-pause', tried.kind);
        const outcome = await bench.ask(ready(bench.port, bench.effectCall('marker')));

        isTrue(outcome.status === 'retryable' && (outcome.retryAfterMs ?? 0) >= askedPauseMs, 'the caller is told');
        const [limit] = bench.setting.limits;
        isTrue(limit?.refused === true && (limit.pauseMs ?? 0) >= askedPauseMs, 'the budget is told');
      }),
      claim('says nothing secret and nothing personal in errors and logs', async (bench, ready) => {
        await bench.ask(ready(bench.port, bench.effectCall('marker')));
        for (const fault of portFaults) {
          const again = await tried.prepare(bench);
          bench.world.inject(fault, tried.kind);
          const outcome = await bench.ask(again(bench.port, bench.effectCall('marker')));
          bench.world.heal();
          if (outcome.status !== 'done') isClean(wordsOf(outcome.error), `the error under ${fault}`);
        }
        isClean(bench.setting.logged.join('\n'), 'the log');
      }),
      ...(tried.kind === 'read'
        ? [
            claim('answers the same to every instance, whatever was asked before', async (bench, ready) => {
              const first = await bench.done(ready(bench.port, bench.effectCall('marker')));
              const again = await bench.done(ready(bench.port, bench.effectCall('marker')));
              const fresh = await bench.done(ready(bench.world.connect(), bench.effectCall('marker')));
              equal([canonicalJson(again), canonicalJson(fresh)], [canonicalJson(first), canonicalJson(first)], 'answers');
            }),
          ]
        : []),
    ],
  };
}

async function faultClaim<Port, World extends PortWorld<Port>>(
  tried: CallBench<Port, World>,
  bench: Bench<Port, World>,
  { ready, fault }: { ready: Ready<Port>; fault: PortFault },
): Promise<void> {
  const left = bench.watch();
  const at = bench.now();
  bench.world.inject(fault, tried.kind);

  const outcome = await bench.ask(ready(bench.port, bench.effectCall('marker')));

  const failed = left().filter((kind) => kind === tried.kind);
  equal(failed.length, 1, 'requests');
  if (instant.includes(fault)) equal(bench.now() - at, 0, 'ms that passed');
  if (fault === 'refused') return isTrue(outcome.status === 'rejected' || isRows(outcome), `refused is rejected, not ${outcome.status}`);
  const expected = faultFacts[fault].outcome;
  equal(outcome.status, tried.kind === 'read' && expected === 'unknown' ? 'retryable' : expected, 'status');
  if (outcome.status === 'done') return;
  isTrue(isSyncError(outcome.error), 'its error is a SyncError');
}

/** A batch answers a refusal row by row. */
function isRows({ status, ...rest }: Outcome<unknown>): boolean {
  const rows = 'value' in rest && Array.isArray(rest.value) ? (rest.value as readonly { outcome?: Outcome<unknown> }[]) : [];
  return status === 'done' && rows.length > 0 && rows.every(({ outcome }) => outcome?.status === 'rejected');
}

function wordsOf(error: SyncError): string {
  const causes: string[] = [];
  for (let cause: unknown = error.cause; cause instanceof Error && causes.length < 9; cause = cause.cause) causes.push(String(cause.stack));
  return [error.message, error.stack, JSON.stringify(error.details), JSON.stringify(error), ...causes].join('\n');
}

function isClean(text: string, about: string): void {
  for (const canary of [secretCanary, personalCanary]) isTrue(!text.includes(canary), `${about} does not hold ${canary}`);
}
