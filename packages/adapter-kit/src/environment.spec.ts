import { describe, expect, it, jest } from '@jest/globals';
import { consoleLog, randomIds, silentLog, systemClock } from './environment.ts';

describe('systemClock', () => {
  it('tells the machine time and sleeps', async () => {
    const clock = systemClock();
    const before = clock.now();

    await clock.sleep(1);

    expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
    expect(clock.now()).toBeGreaterThanOrEqual(before);
  });

  it('rejects with the reason when aborted, before and while sleeping', async () => {
    const clock = systemClock();
    const stop = new AbortController();
    const reason = new Error('stop');
    const sleeping = clock.sleep(3_600_000, stop.signal);

    stop.abort(reason);

    await expect(sleeping).rejects.toBe(reason);
    await expect(clock.sleep(0, stop.signal)).rejects.toBe(reason);
  });

  it('sleeps longer than one timer of the machine can', async () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    const stop = new AbortController();

    const sleeping = systemClock().sleep(2 ** 32, stop.signal);
    const asked = set.mock.calls.map(([, ms]) => ms);
    stop.abort(new Error('stop'));
    set.mockRestore();

    expect(asked).toEqual([2 ** 31 - 1]);
    await expect(sleeping).rejects.toThrow('stop');
  });
});

describe('randomIds', () => {
  it('gives 128 bits that do not repeat', () => {
    const ids = randomIds();
    const made = Array.from({ length: 1_000 }, () => ids.next());

    expect(new Set(made).size).toBe(1_000);
    expect(made.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  });
});

describe('consoleLog', () => {
  it('writes one JSON object per line from its level on', () => {
    const lines: string[] = [];
    const log = consoleLog({ clock: { now: () => 0, sleep: async () => {} }, write: (line) => lines.push(line) });

    log.debug('not this');
    log.warn('pause asked for', { account: 'lexoffice/1', status: 429 });
    log.error('failed');

    expect(lines).toEqual([
      '{"at":"1970-01-01T00:00:00.000Z","level":"warn","text":"pause asked for","fields":{"account":"lexoffice/1","status":429}}',
      '{"at":"1970-01-01T00:00:00.000Z","level":"error","text":"failed"}',
    ]);
  });
});

describe('silentLog', () => {
  it('says nothing', () => {
    const spoken = jest.spyOn(console, 'error').mockImplementation(() => {});

    silentLog().error('quiet');

    expect(spoken).not.toHaveBeenCalled();
    spoken.mockRestore();
  });
});
