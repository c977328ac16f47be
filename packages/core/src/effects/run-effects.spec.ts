import { beforeEach, describe, expect, it } from '@jest/globals';
import { pair } from '../../test/bench.ts';
import { createEffectRig, type EffectRig, type RigDraft } from '../../test/effect-rig.ts';
import type { EffectCall } from '../ports/call.ts';
import type { Prepared } from './effect-driver.ts';

describe('the runner of effects', () => {
  let rig: EffectRig;
  let bench: EffectRig['bench'];

  beforeEach(() => {
    rig = createEffectRig();
    bench = rig.bench;
  });

  it('has stored the row as sending before the call, with the deadline, and done after it', async () => {
    await rig.intend('1');

    const stats = await rig.work();

    expect(rig.rowsAtSend[0]).toMatchObject({ state: 'sending', attempt: 1, deadline: rig.now() + 70_000 });
    expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1', leaseUntil: 0 });
    expect(stats).toMatchObject({ done: 1, parked: 0, waiting: 0, more: false, nextAt: undefined, failure: undefined });
  });

  it('gives every attempt the same marker, its number and the priority of the run', async () => {
    await rig.intend('1');
    rig.script.plan('send', { kind: 'retryable', code: 'UNREACHABLE' });

    await rig.work();
    await bench.environment.advance(2_000);
    await rig.work();

    expect(rig.calls.map(({ marker, attempt, priority }) => [marker, attempt, priority])).toEqual([
      ['marker-1', 1, 'order'],
      ['marker-1', 1, 'order'],
    ]);
  });

  it('stores why with what is sent, under its key', async () => {
    await rig.intend('1');
    rig.prepared = ({ subject }) => ({ do: 'go', draft: { subject }, explanation: { rules: 3 } });
    rig.script.plan('send', { kind: 'unknown', happened: false });

    await rig.work();

    const explanations = await bench.tx((tx) => tx.explanations.bySubject('key-1'));
    expect(explanations.map(({ content }) => content)).toEqual([{ rules: 3 }]);
  });

  it('works until nothing is due, more than it claims at a time', async () => {
    for (let n = 1; n <= 11; n += 1) await rig.intend(String(n));

    const stats = await rig.work();

    expect(stats.done).toBe(11);
    expect(new Set(rig.made).size).toBe(11);
  });

  it('leaves another kind and what is not due alone, and says when it will be', async () => {
    await rig.intend('1', { notBefore: rig.now() + 500 });

    const stats = await rig.work();

    expect(rig.made).toEqual([]);
    expect(stats).toMatchObject({ done: 0, more: false, nextAt: rig.now() + 500 });
    expect((await rig.work({}, { kind: 'mark-order' })).nextAt).toBeUndefined();
  });

  it('claims nothing once time is up, and says that more is due', async () => {
    await rig.intend('1');

    expect(await rig.work({ stopAt: rig.now() })).toMatchObject({ done: 0, more: true });

    expect(rig.calls).toEqual([]);
    expect(await rig.read('1')).toMatchObject({ state: 'intended', fence: 0 });
  });

  it('claims nothing once its signal is aborted', async () => {
    await rig.intend('1');

    const stats = await rig.work({ call: { signal: AbortSignal.abort(), priority: 'order' } });

    expect([stats.more, rig.calls]).toEqual([true, []]);
  });

  it('asks whether it may still send: only while an answer fits into deadline and lease', async () => {
    await rig.intend('1');

    await rig.work();

    const call = rig.calls[0] as EffectCall;
    expect(call.maySend()).toBe(true);
    await bench.environment.advance(30_000);
    expect(call.maySend()).toBe(true);
    await bench.environment.advance(1);
    expect(call.maySend()).toBe(false);
  });

  describe('without an answer', () => {
    it('looks at the horizon, not before, and adopts what carries the marker', async () => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: true });

      expect(await rig.work()).toMatchObject({ waiting: 1, done: 0, nextAt: rig.now() + 160_000, failure: undefined });
      await bench.environment.advance(159_999);
      await rig.work();
      expect(rig.script.count('find')).toBe(0);
      await bench.environment.advance(1);
      const stats = await rig.work();

      expect(stats.done).toBe(1);
      expect(rig.made).toEqual(['1']);
      expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1', attempt: 1 });
    });

    it.each([
      [40_000, 90_000],
      [31_000, 45_000],
      [5_000, 0],
    ])('waits as long as the connection’s times say: %i ms for an answer, %i ms for the list', async (timeoutMs, settleMs) => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: true });
      const port = { ...rig.port, timeoutMs, settleMs };
      const horizon = 30_000 + timeoutMs + settleMs;

      expect((await rig.work({}, { port })).nextAt).toBe(rig.now() + horizon);
      await bench.environment.advance(horizon - 1);
      await rig.work({}, { port });
      expect(rig.script.count('find')).toBe(0);
      await bench.environment.advance(1);
      await rig.work({}, { port });
      expect(rig.script.count('find')).toBe(1);
    });

    it.each([1, 3])('asks a person after as many sends as the merchant says: %i', async (attemptsMax) => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: false }, { times: 9 });

      for (let beat = 0; beat < 6; beat += 1) {
        await rig.work({ attemptsMax });
        await bench.environment.advance(160_000);
      }

      expect(rig.calls).toHaveLength(attemptsMax);
      expect(await rig.read('1')).toMatchObject({ state: 'parked', reason: 'ATTEMPTS_USED_UP' });
    });

    it('sends again where nothing was found', async () => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: false });

      await rig.work();
      await bench.environment.advance(160_000);
      const stats = await rig.work();

      expect(stats.done).toBe(1);
      expect(rig.calls.map(({ attempt }) => attempt)).toEqual([1, 2]);
      expect(rig.made).toEqual(['1']);
    });

    it('never sends again where the merchant wants to be asked', async () => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: false });

      await rig.work();
      await bench.environment.advance(160_000);
      const stats = await rig.work({ afterDoubt: 'ask' });

      expect(stats.parked).toBe(1);
      expect(rig.calls).toHaveLength(1);
      expect(rig.settled.at(-1)?.progress).toMatchObject({ state: 'parked', reason: 'IN_DOUBT' });
    });

    it('parks after the sixth send without proof', async () => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: false }, { times: 6 });

      for (let beat = 0; beat < 8; beat += 1) {
        await rig.work();
        await bench.environment.advance(160_000);
      }

      expect(rig.calls).toHaveLength(6);
      expect(await rig.read('1')).toMatchObject({ state: 'parked', reason: 'ATTEMPTS_USED_UP' });
    });

    it('looks with the reserve for recovery, back to the first attempt', async () => {
      await rig.intend('1');
      const sentAt = rig.now();
      rig.script.plan('send', { kind: 'unknown', happened: true });

      await rig.work();
      await bench.environment.advance(160_000);
      await rig.work();

      expect(rig.script.calls.at(-1)).toBe(`find 1 recovery ${sentAt}–${rig.now()}`);
    });

    it('tells of several that carry the marker, and keeps the oldest', async () => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: true });
      await rig.work();
      rig.made.push('1');

      await bench.environment.advance(160_000);
      await rig.work();

      expect(rig.settled.at(-1)).toMatchObject({ progress: { state: 'done', result: 'id-1' } });
      expect(rig.surplus).toEqual(['id-1: id-1-2']);
    });

    it('takes an adapter that throws for one that may have sent', async () => {
      await rig.intend('1');
      await rig.intend('2');
      rig.script.plan('send', { kind: 'throws', happened: true }, { about: '1' });

      const stats = await rig.work();

      expect(stats).toMatchObject({ done: 1, waiting: 1 });
      expect(await rig.read('1')).toMatchObject({ state: 'unknown', notBefore: rig.now() + 160_000 });
      await bench.environment.advance(160_000);
      await rig.work();
      expect(rig.made.filter((subject) => subject === '1')).toHaveLength(1);
    });
  });

  it('looks at once where one stands there already, and adopts its own', async () => {
    await rig.intend('1');
    rig.script.plan('send', { kind: 'taken', happened: true });

    expect(await rig.work()).toMatchObject({ done: 1 });
  });

  it('parks where somebody else’s stands there', async () => {
    await rig.intend('1');
    rig.script.plan('send', { kind: 'taken', happened: false });

    expect(await rig.work()).toMatchObject({ done: 0, parked: 1 });
    expect(await rig.read('1')).toMatchObject({ state: 'parked', reason: 'TAKEN_BY_ANOTHER' });
  });

  it('parks a refused record and goes on with the others', async () => {
    await rig.intend('1');
    await rig.intend('2');
    rig.script.plan('send', { kind: 'rejected', code: 'REFUSED' }, { about: '1' });

    expect(await rig.work()).toMatchObject({ done: 1, parked: 1, failure: undefined });
    expect(rig.settled.find(({ row }) => row.subject === '1')).toMatchObject({ error: { code: 'REFUSED' } });
  });

  it.each(['UNAUTHORIZED', 'FORBIDDEN', 'ACCOUNT_BLOCKED'] as const)('parks nothing for %s, ends the run and says why', async (code) => {
    for (let n = 1; n <= 9; n += 1) await rig.intend(String(n));
    rig.script.plan('send', { kind: 'rejected', code }, { times: 100 });

    const stats = await rig.work();

    expect(stats).toMatchObject({ parked: 0, failure: { code } });
    expect(rig.calls.length).toBeLessThan(9);
    expect(await bench.tx((tx) => tx.effects.count(pair, 'place-sales-order'))).toEqual({ intended: 9 });
  });

  it('ends the run when the vendor cannot be reached', async () => {
    for (let n = 1; n <= 9; n += 1) await rig.intend(String(n));
    rig.script.plan('send', { kind: 'retryable', code: 'UNREACHABLE' }, { times: 100 });

    expect(await rig.work()).toMatchObject({ failure: { code: 'UNREACHABLE' } });
    expect(rig.calls.length).toBeLessThan(9);
  });

  describe('with a holder that dies', () => {
    it('adopts what the dead holder’s request made', async () => {
      await rig.intend('1');
      rig.beforeAnswer = async () => bench.store.kill('first');
      void rig.work({ store: bench.store.connect('first') });
      await bench.environment.advance(0);
      expect(rig.made).toEqual(['1']);
      rig.beforeAnswer = async () => {};

      for (let beat = 0; beat < 4; beat += 1) {
        await rig.work({ store: bench.store.connect('second') });
        await bench.environment.advance(85_000);
      }

      expect(rig.made).toEqual(['1']);
      expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1', attempt: 1 });
    });

    it('does not touch its row while the lease lasts', async () => {
      await rig.intend('1');
      rig.beforeAnswer = async () => bench.store.kill('first');
      void rig.work({ store: bench.store.connect('first') });
      await bench.environment.advance(0);

      await bench.environment.advance(84_999);
      await rig.work();
      expect(await rig.read('1')).toMatchObject({ state: 'sending', fence: 1 });
      await bench.environment.advance(1);
      await rig.work();
      expect(await rig.read('1')).toMatchObject({ state: 'unknown', fence: 2 });
    });
  });

  describe('where no draft can be made', () => {
    it('waits as long as the driver says, and counts no attempt', async () => {
      await rig.intend('1');
      rig.prepared = () => ({ do: 'wait', until: rig.now() + 1_000 });

      expect(await rig.work()).toMatchObject({ waiting: 1, nextAt: rig.now() + 1_000 });
      expect(await rig.read('1')).toMatchObject({ state: 'intended', attempt: 0 });
      expect(rig.calls).toEqual([]);
    });

    it('parks what was never sent, for the driver’s reason', async () => {
      await rig.intend('1');
      rig.prepared = () => ({ do: 'park', reason: 'TOTALS_DIFFER' });

      expect(await rig.work()).toMatchObject({ parked: 1 });
      expect(await rig.read('1')).toMatchObject({ state: 'parked', reason: 'TOTALS_DIFFER', attempt: 0 });
    });

    it('withdraws what is not wanted any more', async () => {
      await rig.intend('1');
      rig.prepared = () => ({ do: 'drop', why: 'ORDER_CANCELLED' });

      await rig.work();

      expect(await rig.read('1')).toMatchObject({ state: 'withdrawn', reason: 'ORDER_CANCELLED' });
      expect(rig.calls).toEqual([]);
    });

    it('asks a person about what was sent and cannot be looked for any more', async () => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: true });
      await rig.work();
      rig.prepared = () => ({ do: 'park', reason: 'ORDER_PEOPLE_ERASED' });

      await bench.environment.advance(160_000);
      expect(await rig.work()).toMatchObject({ parked: 1 });

      expect(await rig.read('1')).toMatchObject({ state: 'parked', reason: 'IN_DOUBT', attempt: 1 });
      expect(rig.settled.at(-1)?.progress.reason).toBe('IN_DOUBT');
    });

    it('parks for the driver’s reason what was sent once and proved not to stand there', async () => {
      await rig.intend('1');
      rig.script.plan('send', { kind: 'unknown', happened: false });
      await rig.work();
      await bench.environment.advance(160_000);
      rig.prepared = ({ state, subject }) =>
        state === 'intended' ? { do: 'park', reason: 'TOTALS_DIFFER' } : { do: 'go', draft: { subject } };

      await rig.work();

      expect(await rig.read('1')).toMatchObject({ state: 'parked', reason: 'TOTALS_DIFFER', attempt: 0 });
    });

    it.each<[string, Prepared<RigDraft>]>([
      ['wait', { do: 'wait', until: 2_000_000_000_000 }],
      ['drop', { do: 'drop', why: 'ORDER_CANCELLED' }],
      ['park', { do: 'park', reason: 'TOTALS_DIFFER' }],
    ])('ends the run when a dead holder’s row must %s: it is not due again at once', async (_name, prepared) => {
      await rig.intend('1');
      rig.beforeAnswer = async () => bench.store.kill('first');
      void rig.work({ store: bench.store.connect('first') });
      await bench.environment.advance(300_000);
      rig.prepared = () => prepared;

      await rig.work();

      expect((await rig.read('1'))?.state).not.toBe('sending');
      expect(rig.made).toEqual(['1']);
    });
  });

  it('confirms what was made or adopted before it is recorded, and hands on what it saw', async () => {
    await rig.intend('1');

    await rig.work({}, { confirm: async (made) => ({ seen: made, stateThen: (await rig.read('1'))?.state ?? '' }) });

    expect(rig.settled[0]?.confirmed).toEqual({ seen: 'id-1', stateThen: 'sending' });
  });

  it('books the outcome in the transaction that records it: both or none', async () => {
    await rig.intend('1');
    const broken = { settled: () => Promise.reject(new Error('no room')) };

    await expect(rig.work({}, broken)).rejects.toThrow('no room');

    expect(await rig.read('1')).toMatchObject({ state: 'sending', attempt: 1 });
  });

  it('parks at once in doubt where the system cannot be searched', async () => {
    await rig.intend('1');
    rig.script.plan('send', { kind: 'unknown', happened: true });
    const { find: _none, ...port } = rig.port;

    expect(await rig.work({}, { port })).toMatchObject({ parked: 1 });
    expect(await rig.read('1')).toMatchObject({ state: 'parked', reason: 'IN_DOUBT' });
  });
});
