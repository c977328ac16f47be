import { inAdvance, type Mutant } from './plant.ts';

/** Mistakes about what the protocol stands on: other holders, limits, the budget and the database. */
export const footingMutants: readonly Mutant[] = [
  {
    name: 'late-answer-unheard',
    breaks: 'drops the proof that a late answer carries and withdraws the intent',
    scenarios: ['quick', 'paused', 'crashes'],
    bug: inAdvance((real) => (row, event, rules) => {
      if (event.type !== 'heard' || row.state === 'done') return real(row, event, rules);
      return { next: { state: 'intended', attempt: 0, refusals: 0, notBefore: event.at }, act: 'stop', note: 'not heard' };
    }),
  },
  {
    name: 'vanished-holder-sends-again',
    breaks: 'takes a holder that vanished for one that had not sent',
    scenarios: ['crashes', 'quick', 'paused'],
    bug: inAdvance((real) => (row, event, rules) => {
      const isVanished = event.type === 'claimed' && row.state === 'sending';
      return real(isVanished ? { ...row, state: 'intended' } : row, event, rules);
    }),
  },
  {
    name: 'vanished-holder-looks-at-once',
    breaks: 'looks as soon as the lease of a vanished holder is over, and sends again when it finds nothing',
    scenarios: ['quick', 'crashes', 'paused'],
    bug: inAdvance((real) => (row, event, rules) => {
      const isVanished = event.type === 'claimed' && row.state === 'sending';
      return real(isVanished ? { ...row, state: 'unknown' } : row, event, rules);
    }),
  },
  {
    name: 'attempts-without-end',
    breaks: 'goes on sending for ever where nothing ever arrives',
    scenarios: ['outage'],
    bug: inAdvance((real) => (row, event, rules) => real(row, event, { ...rules, attemptsMax: 1_000 })),
  },
  {
    name: 'budget-reserve-ignored',
    breaks: 'keeps nothing of the pace back for looks: who wants more keeps a doubt waiting',
    scenarios: ['crowded'],
    bug: {
      budget: (real) => ({
        ...real,
        slot: (pace, call) => real.slot(pace, call.priority === 'recovery' ? { ...call, priority: 'backfill' } : call),
      }),
    },
  },
  {
    name: 'failed-commit-ignored',
    breaks: 'goes on as if a transaction was stored that was rolled back',
    scenarios: ['failing-store'],
    bug: {
      store: (real) => ({
        ...real,
        transaction: async (merchant, work) => {
          let came: { readonly value: Awaited<ReturnType<typeof work>> } | undefined;
          try {
            return await real.transaction(merchant, async (tx) => {
              const value = await work(tx);
              came = { value };
              return value;
            });
          } catch (error) {
            if (came === undefined) throw error;
            return came.value;
          }
        },
      }),
    },
  },
];
