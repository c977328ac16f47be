import { describe, expect, it } from '@jest/globals';
import { createBench, pair } from '../../test/bench.ts';
import { effectKey, pairId } from '../kernel/ids.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import { contactDriver } from './ensure-contact.ts';

const twin = pairId('acme-twin');
const key = effectKey('lexoffice:org/contact/abc');

/** Contacts are shared: a run of one pair works on what another pair of the merchant asked for. */
describe('a contact that another pair asked for', () => {
  it('is a problem of that pair where it was not made, and none any more once it is', async () => {
    const { settled, row, keys } = rig();

    await settled(row, 'parked');
    expect(await keys(twin)).toEqual([`${twin}/CONTACT_NOT_MADE/${key}`]);
    expect(await keys(pair)).toEqual([]);

    await settled(row, 'done');
    expect(await keys(twin)).toEqual([]);
  });

  it('is a problem of that pair where it was made twice, and none where several stood there before us', async () => {
    const { surplus, row, keys } = rig();

    await surplus({ ...row, attempt: 0 });
    expect(await keys(twin)).toEqual([]);

    await surplus({ ...row, attempt: 1, result: 'c-1' });
    expect(await keys(twin)).toEqual([`${twin}/CONTACT_MADE_TWICE/${key}`]);
    expect(await keys(pair)).toEqual([]);
  });

  function rig() {
    const bench = createBench();
    const run = bench.run();
    const { contacts } = run.invoicing;
    if (contacts === undefined) throw new Error('no contacts');
    const driver = contactDriver(run, contacts);
    const at = bench.environment.clock.now();
    const progress = { state: 'sending' as const, attempt: 1, refusals: 0, notBefore: at };
    const intent = { key, pair: twin, kind: 'ensure-contact' as const, subject: '1', fingerprint: 'f', marker: 'm', input: {} };
    const row: EffectRow = { ...intent, ...progress, fence: 1, leaseUntil: at, createdAt: at, evidence: [] };
    return {
      row,
      settled: (of: EffectRow, state: 'done' | 'parked') =>
        bench.tx((tx) => driver.settled(tx, { row: of, progress: { ...progress, state }, at })),
      surplus: (of: EffectRow) => bench.tx(async (tx) => driver.surplus?.(tx, of, ['c-2'])),
      keys: async (of: typeof pair) => (await bench.tx((tx) => tx.problems.open(of, undefined, 9))).map((problem) => problem.key),
    };
  }
});
