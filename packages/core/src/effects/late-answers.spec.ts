import { beforeEach, describe, expect, it } from '@jest/globals';
import { createEffectRig, type EffectRig, gateOf } from '../../test/effect-rig.ts';

/**
 * Goal: an answer is never dropped because its holder was overtaken. Method: a holder waits at a gate inside its call until the lease is
 * over and others went on with its row; then its answer comes.
 */
describe('an answer that comes after the lease', () => {
  let rig: EffectRig;

  beforeEach(() => {
    rig = createEffectRig();
  });

  it('settles the row in doubt that it is about, without a look', async () => {
    const late = await overtaken();
    expect(await rig.read('1')).toMatchObject({ state: 'unknown', fence: 2 });

    const stats = await late();

    expect(stats.done).toBe(1);
    expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1', attempt: 1 });
    expect(rig.settled.map(({ progress }) => progress.state)).toEqual(['unknown', 'done']);
    expect(rig.script.count('find')).toBe(0);
  });

  it('is kept as evidence, with where it came from', async () => {
    const late = await overtaken();

    await late();

    expect((await rig.read('1'))?.evidence.at(-1)).toEqual({
      at: rig.now(),
      what: 'proved by what was heard',
      details: { from: 'late answer', made: 'id-1' },
    });
  });

  it('hands on what was confirmed of it', async () => {
    const late = await overtaken({ confirm: async (made) => ({ seen: made }) });

    await late();

    expect(rig.settled.at(-1)?.confirmed).toEqual({ seen: 'id-1' });
  });

  it('takes a row from whoever is about to look for it: nothing is booked twice', async () => {
    const late = await overtaken();
    await rig.bench.environment.advance(75_000);
    const looking = gateOf();
    const other = rig.work({}, { port: { ...rig.port, find: async () => looking.opened.then(() => rig.port.find?.(...aLook)) as never } });
    await rig.bench.environment.advance(0);

    await late();
    looking.open();
    await other;

    expect(rig.settled.filter(({ progress }) => progress.state === 'done')).toHaveLength(1);
    expect(rig.surplus).toEqual([]);
  });

  it('settles a row that a person was asked about', async () => {
    const late = await overtaken();
    await rig.bench.environment.advance(75_000);
    rig.made.length = 0;
    await rig.work({ afterDoubt: 'ask' });
    expect(await rig.read('1')).toMatchObject({ state: 'parked', reason: 'IN_DOUBT' });

    await late();

    const row = await rig.read('1');
    expect(row).toMatchObject({ state: 'done', result: 'id-1' });
    expect(row).not.toHaveProperty('reason');
  });

  it('raises a second record, naming both, where another holder has sent again and is done', async () => {
    const late = await overtaken();
    await rig.bench.environment.advance(75_000);
    rig.beforeAnswer = async () => {};
    await rig.work({}, { port: blind() });
    expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1-2', attempt: 2 });

    const stats = await late();

    expect(stats.done).toBe(0);
    expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1-2' });
    expect((await rig.read('1'))?.evidence.at(-1)).toMatchObject({ what: 'a second one was heard of', details: { made: 'id-1' } });
    expect(rig.surplus).toEqual(['id-1-2: id-1']);
  });

  it('is told of as a second record to the holder that sends again while it comes', async () => {
    const late = await overtaken();
    await rig.bench.environment.advance(75_000);
    const again = gateOf();
    rig.beforeAnswer = () => again.opened;
    const second = rig.work({}, { port: blind() });
    await rig.bench.environment.advance(0);
    expect(await rig.read('1')).toMatchObject({ state: 'sending', attempt: 2 });

    await late();
    again.open();
    await second;

    expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1' });
    expect(rig.surplus).toEqual(['id-1: id-1-2']);
  });

  it('proves nothing where it is no success, and is noted all the same', async () => {
    rig.script.plan('send', { kind: 'rejected', code: 'REFUSED' });
    const refused = gateOf();
    await rig.intend('1');
    const late = rig.work({}, { port: { ...rig.port, send: async (...call) => refused.opened.then(() => rig.port.send(...call)) } });
    await rig.bench.environment.advance(85_000);
    await rig.work();

    refused.open();
    const stats = await late;

    expect(stats).toMatchObject({ done: 0, parked: 0, waiting: 0 });
    const row = await rig.read('1');
    expect(row).toMatchObject({ state: 'unknown', fence: 2 });
    expect(row?.evidence.at(-1)).toMatchObject({ what: 'a former holder came back', details: { said: 'refused', code: 'REFUSED' } });
  });

  /** Its list does not show what was made, against the vendor's promise. */
  function blind(): EffectRig['port'] {
    return { ...rig.port, find: async () => ({ status: 'done', value: { marked: [], alike: [] } }) };
  }

  /** A first holder has sent and waits; its lease is over and another has taken the row. Answers how to let the answer come. */
  async function overtaken(driver: Parameters<EffectRig['work']>[1] = {}): Promise<() => ReturnType<EffectRig['work']>> {
    await rig.intend('1');
    const gate = gateOf();
    rig.beforeAnswer = () => gate.opened;
    const late = rig.work({}, driver);
    await rig.bench.environment.advance(85_000);
    await rig.work();
    return () => {
      gate.open();
      return late;
    };
  }
});

const aLook = [
  { marker: 'marker-1', from: 0, to: 0, draft: { subject: '1' } },
  { signal: new AbortController().signal, priority: 'recovery' },
] as const;
