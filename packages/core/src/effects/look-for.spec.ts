import { beforeEach, describe, expect, it } from '@jest/globals';
import { createEffectRig, type EffectRig, gateOf } from '../../test/effect-rig.ts';
import { failedRead } from '../../test/script.ts';
import { done } from '../kernel/answer.ts';
import { effectKey } from '../kernel/ids.ts';
import type { SweepCall } from '../ports/effect-port.ts';

/** Rows in doubt whose effect happened, on a system that can be looked through in one pass. */
describe('looking for many at once', () => {
  let rig: EffectRig;
  let sweeps: { readonly markers: readonly string[]; readonly call: SweepCall }[];

  beforeEach(() => {
    rig = createEffectRig();
    sweeps = [];
  });

  it('is one pass for all that are in doubt, and no look for each', async () => {
    await doubt(['1', '2', '3']);

    const stats = await work();

    expect(stats.done).toBe(3);
    expect(sweeps.map(({ markers }) => markers.toSorted())).toEqual([['marker-1', 'marker-2', 'marker-3']]);
    expect(rig.script.count('find')).toBe(0);
    expect(await rig.read('2')).toMatchObject({ state: 'done', result: 'id-2', attempt: 1 });
  });

  it('is a look like any other where one is in doubt', async () => {
    await doubt(['1']);

    await work();

    expect([sweeps.length, rig.script.count('find')]).toEqual([0, 1]);
  });

  it('asks for fifty at a time, and settles the others that the pass reads', async () => {
    await doubt(Array.from({ length: 70 }, (_, n) => String(n + 1)));

    const stats = await work();

    expect(sweeps.map(({ markers }) => markers.length)).toEqual([50]);
    expect(stats.done).toBe(70);
    expect(rig.made).toHaveLength(70);
  });

  it('goes with the reserve for recovery, and tells what is accounted for', async () => {
    await rig.intend('0');
    await rig.work();
    await doubt(['1', '2']);

    await work();

    const [swept] = sweeps;
    expect(swept?.call.priority).toBe('recovery');
    expect(await swept?.call.known(['id-0', 'id-1', 'stranger'])).toEqual(new Set(['id-0', 'id-1']));
  });

  it('sends again each that was not found, after its own look', async () => {
    await doubt(['1', '2'], { happened: false });

    const stats = await work();

    expect(stats.done).toBe(2);
    expect(rig.made.toSorted()).toEqual(['1', '2']);
    expect((await rig.read('1'))?.attempt).toBe(2);
  });

  it('settles what was read on the way and names an effect that nobody looked for yet', async () => {
    await send(['1', '2']);
    await rig.bench.environment.advance(1_000);
    await send(['3']);
    await rig.bench.environment.advance(159_000);

    await work();

    expect(sweeps.map(({ markers }) => markers)).toEqual([['marker-1', 'marker-2']]);

    expect(await rig.read('3')).toMatchObject({ state: 'done', result: 'id-3' });
    expect((await rig.read('3'))?.evidence.at(-1)?.details).toEqual({ from: 'look for another', made: 'id-3' });
  });

  it('tells of a second record of what is done, found on the way', async () => {
    await rig.intend('0');
    await rig.work();
    rig.made.push('0');
    await doubt(['1', '2']);

    await work();

    expect(rig.surplus).toEqual(['id-0: id-0-2']);
  });

  it('leaves all in doubt where the pass fails', async () => {
    await doubt(['1', '2']);
    rig.script.plan('sweep', { kind: 'retryable', code: 'NO_ANSWER' });

    const stats = await work();

    expect(stats).toMatchObject({ done: 0, waiting: 2 });
    expect(await rig.read('2')).toMatchObject({ state: 'unknown', refusals: 1 });
  });

  it.each(['sweep', 'find'] as const)('takes an adapter that throws in its %s for one that proved nothing', async (call) => {
    await doubt(call === 'sweep' ? ['1', '2'] : ['1']);
    rig.script.plan(call, { kind: 'throws', happened: false });

    const stats = await work();

    expect(stats.done).toBe(0);
    expect(await rig.read('1')).toMatchObject({ state: 'unknown', refusals: 1 });
  });

  it('keeps no new record waiting', async () => {
    await doubt(['1', '2']);
    await rig.intend('new');
    const gate = gateOf();

    const running = work(() => gate.opened);
    await rig.bench.environment.advance(0);
    const meanwhile = (await rig.read('new'))?.state;
    gate.open();
    await running;

    expect(meanwhile).toBe('done');
  });

  it('goes with the priority of the run where looking first is part of making it', async () => {
    await rig.intend('1', { lookBackTo: 0 });

    await rig.work({}, { looksFirst: true });

    expect(rig.script.calls[0]).toMatch(/^find 1 order /);
  });

  it('goes with the reserve where a restored backup is the reason to look first', async () => {
    await rig.intend('1', { lookBackTo: 0 });

    await rig.work();

    expect(rig.script.calls[0]).toMatch(/^find 1 recovery /);
  });

  /** Brings rows into doubt and the clock to their horizon. */
  async function doubt(subjects: readonly string[], { happened = true } = {}): Promise<void> {
    await send(subjects, { happened });
    await rig.bench.environment.advance(160_000);
  }

  async function send(subjects: readonly string[], { happened = true } = {}): Promise<void> {
    for (const subject of subjects) {
      await rig.intend(subject);
      rig.script.plan('send', { kind: 'unknown', happened }, { about: subject });
    }
    await rig.work();
  }

  function work(before: () => Promise<void> = async () => {}) {
    const { port } = rig;
    return rig.work(
      {},
      {
        port: {
          ...port,
          sweep: async (sent, call) => {
            sweeps.push({ markers: sent.map(({ marker }) => marker), call });
            await before();
            const trouble = rig.script.next('sweep');
            if (trouble !== undefined) return failedRead(trouble);
            const seen = new Map<string, number>();
            const all = rig.made.map((subject) => {
              const count = (seen.get(subject) ?? 0) + 1;
              seen.set(subject, count);
              return { made: { id: count === 1 ? `id-${subject}` : `id-${subject}-${count}` }, texts: [`marker-${subject}`] };
            });
            const known = await call.known(all.map(({ made }) => made.id));
            const read = all.filter(({ made }) => !known.has(made.id));
            const found = sent.map(({ marker }) => ({
              marked: read.filter(({ texts }) => texts[0] === marker).map(({ made }) => made),
              alike: [],
            }));
            return done({ found, read });
          },
        },
        namedBy: ([text = '']) => effectKey(text.replace('marker', 'key')),
      },
    );
  }
});
