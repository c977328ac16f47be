import type { EffectDriver, EffectRun, Prepared, Settled } from '../src/effects/effect-driver.ts';
import { type Beside, type EffectStats, type Follower, followWith, runEffects } from '../src/effects/run-effects.ts';
import { done } from '../src/kernel/answer.ts';
import { effectKey } from '../src/kernel/ids.ts';
import type { EffectCall } from '../src/ports/call.ts';
import type { EffectKind, EffectRow } from '../src/ports/effect-ledger.ts';
import type { EffectPort } from '../src/ports/effect-port.ts';
import { type Bench, createBench, merchant, pair } from './bench.ts';
import { createScript, failedEffect, failedRead, type Script } from './script.ts';

export interface RigDraft {
  readonly subject: string;
}

type Made = { readonly id: string };

/** A vendor that keeps what was made, a driver that notes what it was told, and the calls that were made with what stood then. */
export interface EffectRig {
  readonly bench: Bench;
  readonly script: Script;
  /** Subjects in the order of their making; the first of a subject is `id-<subject>`, the next `id-<subject>-2`. */
  readonly made: string[];
  readonly calls: EffectCall[];
  readonly rowsAtSend: (EffectRow | undefined)[];
  readonly settled: Settled[];
  /** `<what counts>: <what a person must remove>`. */
  readonly surplus: string[];
  readonly port: EffectPort<RigDraft, Made>;
  prepared: (row: EffectRow) => Prepared<RigDraft>;
  beforeAnswer: () => Promise<void>;
  now(): number;
  intend(
    subject: string,
    changes?: { readonly kind?: EffectKind; readonly notBefore?: number; readonly lookBackTo?: number },
  ): Promise<void>;
  read(subject: string): Promise<EffectRow | undefined>;
  work(changes?: Partial<EffectRun>, driver?: Partial<EffectDriver<RigDraft, Made>>, beside?: Beside): Promise<EffectStats>;
  /** The same vendor, for rows of another kind that a run goes on with. */
  follower(kind: EffectKind, changes?: Partial<EffectRun>): Follower;
}

export function createEffectRig(): EffectRig {
  const bench = createBench();
  const script = createScript();
  const made: string[] = [];
  const idsOf = (subject: string): readonly Made[] =>
    made.filter((one) => one === subject).map((_one, index) => ({ id: index === 0 ? `id-${subject}` : `id-${subject}-${index + 1}` }));
  const rig: EffectRig = {
    bench,
    script,
    made,
    calls: [],
    rowsAtSend: [],
    settled: [],
    surplus: [],
    prepared: ({ subject }) => ({ do: 'go', draft: { subject } }),
    beforeAnswer: async () => {},
    port: {
      timeoutMs: 40_000,
      settleMs: 90_000,
      send: async ({ subject }, call) => {
        rig.calls.push(call);
        rig.rowsAtSend.push(await rig.read(subject));
        const trouble = script.next('send', subject);
        if (trouble !== undefined) return failedEffect(trouble, () => made.push(subject));
        made.push(subject);
        const id = idsOf(subject).at(-1) as Made;
        await rig.beforeAnswer();
        return done(id);
      },
      find: async ({ draft, from, to }, { priority }) => {
        const trouble = script.next('find', `${draft.subject} ${priority} ${from}–${to}`);
        return trouble === undefined ? done({ marked: idsOf(draft.subject), alike: [] }) : failedRead(trouble);
      },
    },
    now: () => bench.environment.clock.now(),
    intend: async (subject, changes = {}) => {
      const intent = {
        key: effectKey(`key-${subject}`),
        pair,
        kind: 'place-sales-order' as const,
        subject,
        fingerprint: 'print',
        marker: `marker-${subject}`,
        input: {},
        notBefore: rig.now(),
        ...changes,
      };
      await bench.tx((tx) => tx.effects.intend(intent, rig.now()));
    },
    read: (subject) => bench.tx((tx) => tx.effects.read(effectKey(`key-${subject}`))),
    work: (changes = {}, driver = {}, beside = {}) => runEffects({ ...drivenBy(rig), ...driver }, { ...runOn(bench), ...changes }, beside),
    follower: (kind, changes = {}) => followWith({ ...drivenBy(rig), kind }, { ...runOn(bench), ...changes }),
  };
  return rig;
}

function drivenBy(rig: EffectRig): EffectDriver<RigDraft, Made> {
  return {
    kind: 'place-sales-order',
    port: rig.port,
    idOf: ({ id }) => id,
    prepare: async (_tx, row) => rig.prepared(row),
    settled: async (_tx, settled) => {
      rig.settled.push(settled);
    },
    surplus: async (_tx, row, others) => {
      rig.surplus.push(`${row.result}: ${others.join(', ')}`);
    },
  };
}

function runOn({ store, environment }: Bench): EffectRun {
  return {
    store,
    environment,
    merchant,
    pair,
    call: { signal: new AbortController().signal, priority: 'order' },
    stopAt: Number.POSITIVE_INFINITY,
    afterDoubt: 'send-again',
    attemptsMax: 6,
  };
}

/** A door that a test opens. */
export function gateOf(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
