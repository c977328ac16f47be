import { beforeEach, describe, expect, it } from '@jest/globals';
import { createEffectRig, type EffectRig } from '../../test/effect-rig.ts';
import type { Store } from '../ports/store.ts';
import type { Prepared } from './effect-driver.ts';

/** Goal: what one commit made due is claimed in that commit, and nothing is sent that does not stand as `sending`. */
describe('a run that goes on in its own commits', () => {
  let rig: EffectRig;

  beforeEach(() => {
    rig = createEffectRig();
  });

  describe('with a look that belongs to the first attempt', () => {
    const looksFirst = { looksFirst: true } as const;

    beforeEach(() => rig.intend('1', { lookBackTo: 0 }));

    it('looks and sends behind one row that stands as sending', async () => {
      let atLook: string | undefined;
      const { find } = rig.port;
      const port = {
        ...rig.port,
        find: async (...given: Parameters<NonNullable<typeof find>>) => {
          atLook = (await rig.read('1'))?.state;
          return (find as NonNullable<typeof find>)(...given);
        },
      };

      await rig.work({}, { ...looksFirst, port });

      expect([atLook, rig.rowsAtSend[0]?.state]).toEqual(['sending', 'sending']);
      expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1', attempt: 1, fence: 1 });
    });

    it('adopts what the system knew already, as what was never sent', async () => {
      rig.made.push('1');

      await rig.work({}, looksFirst);

      expect(rig.calls).toEqual([]);
      expect(await rig.read('1')).toMatchObject({ state: 'done', result: 'id-1', attempt: 0 });
    });

    it('sends nothing where it could not look, and looks again', async () => {
      rig.script.plan('find', { kind: 'retryable', code: 'UNREACHABLE' });
      await rig.work({}, looksFirst);
      expect(await rig.read('1')).toMatchObject({ state: 'intended', attempt: 0 });

      await rig.bench.environment.advance(60_000);
      await rig.work({}, looksFirst);

      expect(rig.script.calls.map((call) => call.split(' ')[0])).toEqual(['find', 'find', 'send']);
      expect(rig.made).toEqual(['1']);
    });

    it('adopts at the horizon what a holder made that died after its look', async () => {
      const { store } = rig.bench;
      rig.beforeAnswer = async () => store.kill('first');
      void rig.work({ store: store.connect('first') }, looksFirst);
      await rig.bench.environment.advance(0);
      rig.beforeAnswer = async () => {};

      for (let beat = 0; beat < 4; beat += 1) {
        await rig.work({ store: store.connect('second') }, looksFirst);
        await rig.bench.environment.advance(85_000);
      }

      expect(rig.made).toEqual(['1']);
      expect(await rig.read('1')).toMatchObject({ state: 'done', attempt: 1 });
    });

    it('sends no more at a time than the kind may', async () => {
      for (let n = 2; n <= 5; n += 1) await rig.intend(String(n), { lookBackTo: 0 });
      let together = 0;
      let most = 0;
      rig.beforeAnswer = async () => {
        together += 1;
        most = Math.max(most, together);
        await rig.bench.environment.clock.sleep(1);
        together -= 1;
      };

      await rig.bench.environment.finish(rig.work({}, { ...looksFirst, sideBySide: 1 }));

      expect(rig.made).toHaveLength(5);
      expect(most).toBe(1);
    });
  });

  it('sends again in the commit that records a look without a find', async () => {
    rig.script.plan('send', { kind: 'unknown', happened: false });
    await rig.intend('1');
    await rig.work();
    await rig.bench.environment.advance(160_000);

    const { store } = rig.bench;
    const states: (string | undefined)[] = [];
    const watched: Store = Object.assign(Object.create(store), {
      transaction: async (...given: Parameters<Store['transaction']>) => {
        const result = await store.transaction(...given);
        states.push((await rig.read('1'))?.state);
        return result;
      },
    });

    await rig.work({ store: watched });

    expect(rig.made).toEqual(['1']);
    expect(states.filter((state, place) => state !== states[place - 1])).toEqual(['unknown', 'sending', 'done']);
  });

  it('goes on with what a waiting row waits for, before that comes by itself', async () => {
    await rig.intend('1');
    await rig.intend('first', { kind: 'ensure-contact' });
    rig.prepared = ({ subject }): Prepared<{ subject: string }> =>
      subject === '1' ? { do: 'wait', until: rig.now() + 1_000 } : { do: 'go', draft: { subject } };
    const first = rig.follower('ensure-contact');

    await rig.work({}, {}, { first });

    expect(rig.made).toEqual(['first']);
    expect(first.stats.done).toBe(1);
  });

  it('goes on with what a done row leaves behind, in its commit', async () => {
    await rig.intend('1');
    await rig.intend('2');
    const then = rig.follower('mark-order');
    const settled: string[] = [];

    await rig
      .work(
        {},
        {
          settled: async (tx, { row, at }) => {
            settled.push(row.subject);
            if (settled.length > 1) throw new Error('no room');
            const { key: _key, kind: _kind, subject: _subject, ...rest } = row;
            await tx.effects.intend(
              { ...rest, key: `${row.key}/mark` as typeof row.key, kind: 'mark-order', subject: `mark-${row.subject}`, notBefore: at },
              at,
            );
          },
        },
        { then },
      )
      .catch(() => undefined);

    // The second was not recorded, so neither was its mark.
    expect(rig.made.filter((made) => made.startsWith('mark'))).toEqual(['mark-1']);
    expect(rig.rowsAtSend.length).toBe(3);
  });

  it('claims nothing of another kind whose time is up', async () => {
    await rig.intend('1');
    await rig.intend('first', { kind: 'ensure-contact' });
    const first = rig.follower('ensure-contact', { stopAt: rig.now() });
    rig.prepared = () => ({ do: 'wait', until: rig.now() + 1_000 });

    await rig.work({}, {}, { first });

    expect(await rig.read('first')).toMatchObject({ state: 'intended', fence: 0 });
  });
});
