import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { done, type Outcome, rejected, retryable } from '../kernel/answer.ts';
import { SyncError } from '../kernel/sync-error.ts';
import { deliveryStates } from '../ports/effect-ledger.ts';
import { type Advance, advance, type EffectEvent, type EffectRules, type EffectState, parkReasons } from './advance.ts';

const at = 1_000_000;
const rules: EffectRules = { paceMs: 30_000, timeoutMs: 40_000, settleMs: 90_000, attemptsMax: 6, canFind: true, afterDoubt: 'send-again' };
const blind: EffectRules = { ...rules, canFind: false };
const asking: EffectRules = { ...rules, afterDoubt: 'ask' };

const failed = new SyncError('NO_ANSWER', 'no answer');
const refused = new SyncError('REFUSED', 'refused');
const unknown: Outcome<string> = { status: 'unknown', error: failed };
const taken: Outcome<string> = { status: 'taken', error: refused };

const intended = row({ state: 'intended', attempt: 0 });
const sending = row({ state: 'sending', attempt: 1, firstSentAt: at - 10_000, deadline: at + 60_000 });
const unsure = row({ state: 'unknown', attempt: 1, firstSentAt: at - 200_000, deadline: at - 130_000 });
const standing = row({ state: 'taken', attempt: 1, firstSentAt: at - 10_000, deadline: at + 60_000 });

/** `undefined`: absent afterwards. */
type Expected = { readonly [Name in keyof EffectState]?: EffectState[Name] | undefined };

interface Case {
  readonly says: string;
  readonly row: EffectState;
  readonly event: EffectEvent;
  readonly rules?: EffectRules;
  readonly next: Expected;
  readonly act: Advance['act'];
  readonly surplus?: readonly string[];
}

const claims: readonly Case[] = [
  {
    says: 'sends what was never sent, with a deadline that counts the wait for a slot',
    row: intended,
    event: { type: 'claimed', at },
    next: { state: 'sending', attempt: 1, firstSentAt: at, deadline: at + 70_000 },
    act: 'send',
  },
  {
    says: 'keeps the first instant when it sends again',
    row: row({ state: 'intended', attempt: 2, firstSentAt: at - 500_000 }),
    event: { type: 'claimed', at },
    next: { state: 'sending', attempt: 3, firstSentAt: at - 500_000, deadline: at + 70_000 },
    act: 'send',
  },
  {
    says: 'looks before the first send where a history was lost',
    row: row({ state: 'intended', attempt: 0, lookBackTo: 5 }),
    event: { type: 'claimed', at },
    next: { state: 'intended', attempt: 0 },
    act: 'find',
  },
  {
    says: 'sends after that look',
    row: row({ state: 'intended', attempt: 0, lookBackTo: 5, firstSentAt: 5 }),
    event: { type: 'claimed', at },
    next: { state: 'sending', attempt: 1, firstSentAt: 5, deadline: at + 70_000 },
    act: 'send',
  },
  {
    says: 'stands as sending before its first look, where that belongs to the attempt',
    row: row({ state: 'intended', attempt: 0, lookBackTo: 5 }),
    event: { type: 'claimed', at },
    rules: { ...rules, looksInAttempt: true },
    next: { state: 'sending', attempt: 1, firstSentAt: at, deadline: at + 70_000 },
    act: 'send',
  },
  {
    says: 'asks a person where the look belongs to the attempt and the system cannot be searched',
    row: row({ state: 'intended', attempt: 0, lookBackTo: 5 }),
    event: { type: 'claimed', at },
    rules: { ...blind, looksInAttempt: true },
    next: { state: 'parked', attempt: 0, reason: 'IN_DOUBT' },
    act: 'stop',
  },
  {
    says: 'asks a person where a history was lost and the system cannot be searched',
    row: row({ state: 'intended', attempt: 0, lookBackTo: 5 }),
    event: { type: 'claimed', at },
    rules: blind,
    next: { state: 'parked', attempt: 0, reason: 'IN_DOUBT' },
    act: 'stop',
  },
  {
    says: 'waits for the horizon of a vanished holder, counted from its deadline',
    row: sending,
    event: { type: 'claimed', at },
    next: { state: 'unknown', attempt: 1, notBefore: at + 60_000 + 90_000 },
    act: 'stop',
  },
  {
    says: 'waits one millisecond before the horizon',
    row: { ...sending, deadline: at - 89_999 },
    event: { type: 'claimed', at },
    next: { state: 'unknown', notBefore: at + 1 },
    act: 'stop',
  },
  {
    says: 'looks for what a vanished holder may have sent, at the horizon',
    row: { ...sending, deadline: at - 90_000 },
    event: { type: 'claimed', at },
    next: { state: 'unknown', attempt: 1 },
    act: 'find',
  },
  {
    says: 'asks a person about a vanished holder where the system cannot be searched',
    row: sending,
    event: { type: 'claimed', at },
    rules: blind,
    next: { state: 'parked', reason: 'IN_DOUBT' },
    act: 'stop',
  },
  { says: 'looks when in doubt', row: unsure, event: { type: 'claimed', at }, next: { state: 'unknown', attempt: 1 }, act: 'find' },
  { says: 'looks for what stands there', row: standing, event: { type: 'claimed', at }, next: { state: 'taken' }, act: 'find' },
  {
    says: 'asks a person in doubt where the system cannot be searched',
    row: unsure,
    event: { type: 'claimed', at },
    rules: blind,
    next: { state: 'parked', reason: 'IN_DOUBT' },
    act: 'stop',
  },
  ...(['done', 'parked', 'withdrawn'] as const).map(
    (state): Case => ({
      says: `does nothing with a ${state} row`,
      row: row({ state, attempt: 1, result: 'x' }),
      event: { type: 'claimed', at },
      next: { state, attempt: 1, result: 'x' },
      act: 'stop',
    }),
  ),
];

const sends: readonly Case[] = [
  {
    says: 'is done with the id of what was made',
    row: sending,
    event: { type: 'sent', at, outcome: done('made') },
    next: { state: 'done', result: 'made', attempt: 1 },
    act: 'stop',
  },
  {
    says: 'does not count an attempt that certainly sent nothing',
    row: sending,
    event: { type: 'sent', at, outcome: retryable(failed) },
    next: { state: 'intended', attempt: 0, refusals: 1, notBefore: at + 2_000, firstSentAt: undefined, deadline: undefined },
    act: 'stop',
  },
  {
    says: 'keeps the first instant of an earlier attempt that may have sent',
    row: { ...sending, attempt: 2 },
    event: { type: 'sent', at, outcome: retryable(failed) },
    next: { state: 'intended', attempt: 1, refusals: 1, firstSentAt: at - 10_000, deadline: undefined },
    act: 'stop',
  },
  {
    says: 'does not look back a second time when nothing was sent',
    row: { ...sending, lookBackTo: 5 },
    event: { type: 'sent', at, outcome: retryable(failed) },
    next: { state: 'intended', attempt: 0, firstSentAt: at - 10_000 },
    act: 'stop',
  },
  {
    says: 'waits as long as the vendor asks',
    row: sending,
    event: { type: 'sent', at, outcome: retryable(failed, 30_000) },
    next: { state: 'intended', notBefore: at + 30_000 },
    act: 'stop',
  },
  {
    says: 'never waits longer than an hour, whatever the vendor asks',
    row: sending,
    event: { type: 'sent', at, outcome: retryable(failed, 1e12) },
    next: { state: 'intended', notBefore: at + 3_600_000 },
    act: 'stop',
  },
  {
    says: 'waits longer from refusal to refusal, at most five minutes',
    row: { ...sending, refusals: 40 },
    event: { type: 'sent', at, outcome: retryable(failed) },
    next: { state: 'intended', refusals: 41, notBefore: at + 300_000 },
    act: 'stop',
  },
  {
    says: 'parks what was refused; a refusal made nothing, so the attempt does not count and an edit may be sent',
    row: sending,
    event: { type: 'sent', at, outcome: rejected(refused) },
    next: { state: 'parked', reason: 'REFUSED', attempt: 0 },
    act: 'stop',
  },
  ...(['UNAUTHORIZED', 'FORBIDDEN', 'ACCOUNT_BLOCKED'] as const).map(
    (code): Case => ({
      says: `never parks a record for ${code}: the account is refused, not the record`,
      row: sending,
      event: { type: 'sent', at, outcome: rejected(new SyncError(code, 'refused')) },
      next: { state: 'intended', attempt: 0, notBefore: at + 300_000 },
      act: 'stop',
    }),
  ),
  {
    says: 'waits for the horizon without an answer',
    row: sending,
    event: { type: 'sent', at, outcome: unknown },
    next: { state: 'unknown', attempt: 1, notBefore: at + 60_000 + 90_000 },
    act: 'stop',
  },
  {
    says: 'asks a person without an answer where the system cannot be searched',
    row: sending,
    event: { type: 'sent', at, outcome: unknown },
    rules: blind,
    next: { state: 'parked', reason: 'IN_DOUBT' },
    act: 'stop',
  },
  {
    says: 'looks at once where one stands there already',
    row: sending,
    event: { type: 'sent', at, outcome: taken },
    next: { state: 'taken', attempt: 1, notBefore: at },
    act: 'find',
  },
  {
    says: 'asks a person where one stands there and cannot be searched for',
    row: sending,
    event: { type: 'sent', at, outcome: taken },
    rules: blind,
    next: { state: 'parked', reason: 'TAKEN_BY_ANOTHER' },
    act: 'stop',
  },
];

const looks: readonly Case[] = [
  { says: 'adopts the one that carries the marker', row: unsure, event: found(['a']), next: { state: 'done', result: 'a' }, act: 'stop' },
  {
    says: 'adopts the oldest of several and names the others',
    row: unsure,
    event: found(['a', 'b', 'c']),
    next: { state: 'done', result: 'a' },
    act: 'stop',
    surplus: ['b', 'c'],
  },
  {
    says: 'adopts a marked one though others are alike',
    row: unsure,
    event: found(['a'], ['b']),
    next: { state: 'done', result: 'a' },
    act: 'stop',
  },
  {
    says: 'never sends beside one that is alike',
    row: unsure,
    event: found([], ['b']),
    next: { state: 'parked', reason: 'ALIKE_FOUND' },
    act: 'stop',
  },
  {
    says: 'sends again when it is proved that nothing stands there',
    row: unsure,
    event: found([]),
    next: { state: 'intended', attempt: 1, refusals: 0, notBefore: at, firstSentAt: at - 200_000 },
    act: 'stop',
  },
  {
    says: 'asks a person instead, if the merchant wants it so',
    row: unsure,
    event: found([]),
    rules: asking,
    next: { state: 'parked', reason: 'IN_DOUBT' },
    act: 'stop',
  },
  {
    says: 'asks nobody about a look before the first send',
    row: row({ state: 'intended', attempt: 0, lookBackTo: 5 }),
    event: found([]),
    rules: asking,
    next: { state: 'intended', attempt: 0, firstSentAt: 5, notBefore: at },
    act: 'stop',
  },
  {
    says: 'sends a sixth time',
    row: { ...unsure, attempt: 5 },
    event: found([]),
    next: { state: 'intended', attempt: 5 },
    act: 'stop',
  },
  {
    says: 'parks after the sixth',
    row: { ...unsure, attempt: 6 },
    event: found([]),
    next: { state: 'parked', reason: 'ATTEMPTS_USED_UP' },
    act: 'stop',
  },
  {
    says: 'parks what is taken by something that is not ours',
    row: standing,
    event: found([]),
    next: { state: 'parked', reason: 'TAKEN_BY_ANOTHER' },
    act: 'stop',
  },
  { says: 'adopts what is taken by our own', row: standing, event: found(['a']), next: { state: 'done', result: 'a' }, act: 'stop' },
  {
    says: 'looks later when it could not look',
    row: unsure,
    event: { type: 'looked', at, found: retryable(failed, 7_000) },
    next: { state: 'unknown', attempt: 1, refusals: 1, notBefore: at + 7_000 },
    act: 'stop',
  },
  {
    says: 'looks in five minutes when the look was refused',
    row: unsure,
    event: { type: 'looked', at, found: rejected(refused) },
    next: { state: 'unknown', attempt: 1, refusals: 1, notBefore: at + 300_000 },
    act: 'stop',
  },
  {
    says: 'asks a person when looking was refused for the sixth time',
    row: { ...unsure, refusals: 5 },
    event: { type: 'looked', at, found: rejected(refused) },
    next: { state: 'parked', attempt: 1, reason: 'IN_DOUBT' },
    act: 'stop',
  },
  {
    says: 'asks nobody about the order when the account is refused, however often',
    row: { ...unsure, refusals: 50 },
    event: { type: 'looked', at, found: rejected(new SyncError('FORBIDDEN', 'refused')) },
    next: { state: 'unknown', attempt: 1, refusals: 51, notBefore: at + 300_000 },
    act: 'stop',
  },
  {
    says: 'asks nobody when the line is down, however often',
    row: { ...unsure, refusals: 50 },
    event: { type: 'looked', at, found: retryable(failed) },
    next: { state: 'unknown', attempt: 1, refusals: 51 },
    act: 'stop',
  },
];

const proofs: readonly Case[] = [
  ...[intended, sending, unsure, standing].map((before) => ({
    says: `is done by proof while ${before.state}, whoever holds it`,
    row: before,
    event: { type: 'heard', at, made: 'proved' } as const,
    next: { state: 'done', result: 'proved', attempt: before.attempt, refusals: 0 } as const,
    act: 'stop' as const,
  })),
  {
    says: 'is done by proof after a person was asked, and asks no more',
    row: row({ state: 'parked', attempt: 1, reason: 'IN_DOUBT' }),
    event: { type: 'heard', at, made: 'proved' },
    next: { state: 'done', result: 'proved', reason: undefined },
    act: 'stop',
  },
  {
    says: 'is done by proof though it was withdrawn: what stands, stands',
    row: row({ state: 'withdrawn', attempt: 1, reason: 'ORDER_DROPPED' }),
    event: { type: 'heard', at, made: 'proved' },
    next: { state: 'done', result: 'proved', reason: undefined },
    act: 'stop',
  },
  {
    says: 'learns nothing from proof of what it has',
    row: row({ state: 'done', attempt: 1, result: 'made', notBefore: 7 }),
    event: { type: 'heard', at, made: 'made' },
    next: { state: 'done', result: 'made', notBefore: 7 },
    act: 'stop',
  },
  {
    says: 'keeps what it has where proof is of another one, and names that as one too many',
    row: row({ state: 'done', attempt: 2, result: 'made' }),
    event: { type: 'heard', at, made: 'other' },
    next: { state: 'done', result: 'made' },
    act: 'stop',
    surplus: ['other'],
  },
];

const pins: readonly Case[] = [
  {
    says: 'keeps what it is made of while it may have been sent',
    row: { ...sending, pin: { rules: 1 } },
    event: { type: 'sent', at, outcome: unknown },
    next: { state: 'unknown', pin: { rules: 1 } },
    act: 'stop',
  },
  {
    says: 'keeps what it is made of when it is sent again',
    row: row({ state: 'intended', attempt: 1, firstSentAt: at - 500_000, pin: { rules: 1 } }),
    event: { type: 'claimed', at },
    next: { state: 'sending', attempt: 2, pin: { rules: 1 } },
    act: 'send',
  },
  {
    says: 'keeps what it is made of where only the last attempt was not sent',
    row: row({ state: 'sending', attempt: 2, firstSentAt: at - 500_000, deadline: at, pin: { rules: 1 } }),
    event: { type: 'sent', at, outcome: retryable(failed) },
    next: { state: 'intended', attempt: 1, pin: { rules: 1 } },
    act: 'stop',
  },
  {
    says: 'forgets what it was to be made of where nothing was ever sent',
    row: { ...sending, pin: { rules: 1 } },
    event: { type: 'sent', at, outcome: retryable(failed) },
    next: { state: 'intended', attempt: 0, pin: undefined },
    act: 'stop',
  },
  {
    says: 'forgets what it was to be made of where that was refused',
    row: { ...sending, pin: { rules: 1 } },
    event: { type: 'sent', at, outcome: rejected(refused) },
    next: { state: 'parked', attempt: 0, pin: undefined },
    act: 'stop',
  },
];

describe.each([
  ['a claimed row', claims],
  ['a row after sending', sends],
  ['a row after a look', looks],
  ['a row that proof comes for', proofs],
  ['a row with what its attempts are made of', pins],
] as const)('the effect protocol on %s', (_about, cases) => {
  it.each(cases.map((one) => [one.says, one] as const))('%s', (_says, one) => {
    const step = advance(one.row, one.event, one.rules ?? rules);

    expect(step.act).toBe(one.act);
    expect(step.next).toMatchObject(defined(one.next));
    for (const [name, value] of Object.entries(one.next)) if (value === undefined) expect(step.next).not.toHaveProperty(name);
    expect(step.surplus).toEqual(one.surplus);
    expect(step.note).not.toBe('');
  });
});

describe('the effect protocol on any row and event', () => {
  const anyRow = fc.record({
    state: fc.constantFrom(...deliveryStates),
    attempt: fc.integer({ min: 0, max: 8 }),
    refusals: fc.integer({ min: 0, max: 60 }),
    notBefore: fc.integer({ min: 0, max: 2 * at }),
    firstSentAt: fc.integer({ min: 0, max: at }),
    deadline: fc.integer({ min: 0, max: 2 * at }),
  });
  const anyEvent = fc.oneof(
    fc.constant<EffectEvent>({ type: 'claimed', at }),
    fc
      .constantFrom<Outcome<string>>(done('made'), retryable(failed, 5_000), rejected(refused), unknown, taken)
      .map((outcome): EffectEvent => ({ type: 'sent', at, outcome })),
    fc
      .record({ marked: fc.array(fc.string(), { maxLength: 3 }), alike: fc.array(fc.string(), { maxLength: 2 }) })
      .map((value): EffectEvent => ({ type: 'looked', at, found: done(value) })),
    fc.constantFrom('made', 'other').map((made): EffectEvent => ({ type: 'heard', at, made })),
  );
  const anyRules = fc.record({
    paceMs: fc.nat(100_000),
    timeoutMs: fc.nat(100_000),
    settleMs: fc.nat(100_000),
    attemptsMax: fc.constant(6),
    canFind: fc.boolean(),
    afterDoubt: fc.constantFrom('ask' as const, 'send-again' as const),
  });

  it('parks for a catalogued reason only, is done with a result only, and counts a send before it is made', () => {
    fc.assert(
      fc.property(anyRow, anyEvent, anyRules, (state, event, given) => {
        const { next, act } = advance(state, event, given);

        if (next.state === 'parked' && state.state !== 'parked') expect(parkReasons).toContain(next.reason);
        if (next.state === 'done' && state.state !== 'done') expect(next.result).toBeDefined();
        if (act === 'send') expect(next).toMatchObject({ state: 'sending', attempt: state.attempt + 1, deadline: expect.any(Number) });
        if (act === 'find') expect(given.canFind).toBe(true);
        expect(next.attempt).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('never gives up a result', () => {
    fc.assert(
      fc.property(anyRow, anyEvent, anyRules, (state, event, given) => {
        const before: EffectState = { ...state, state: 'done', result: 'made' };
        if (event.type === 'claimed' || event.type === 'heard') {
          expect(advance(before, event, given).next).toMatchObject({ state: 'done', result: 'made' });
        }
      }),
    );
  });

  it('sends from `intended` alone', () => {
    fc.assert(
      fc.property(anyRow, anyEvent, anyRules, (state, event, given) => {
        if (advance(state, event, given).act === 'send') expect([state.state, event.type]).toEqual(['intended', 'claimed']);
      }),
    );
  });
});

function row(changes: Partial<EffectState> & Pick<EffectState, 'state' | 'attempt'>): EffectState {
  return { refusals: 0, notBefore: at, ...changes };
}

function found(marked: readonly string[], alike: readonly string[] = []): EffectEvent {
  return { type: 'looked', at, found: done({ marked, alike }) };
}

function defined(expected: Expected): Expected {
  return Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined));
}
