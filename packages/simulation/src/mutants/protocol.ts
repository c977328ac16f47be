import { inAdvance, inContacts, inSalesOrders, inStore, type Mutant } from './plant.ts';

const doubts = ['lossy-books', 'quick', 'crashes', 'paused'] as const;

/** Mistakes in the protocol of what must not happen twice. */
export const protocolMutants: readonly Mutant[] = [
  {
    name: 'send-before-intent',
    breaks: 'sends without the row saying so: a crash leaves nothing that tells of it',
    scenarios: ['quick', 'crashes', 'paused'],
    bug: inStore((tx) => ({
      effects: {
        ...tx.effects,
        record: (claim, progress, evidence, release) =>
          progress.state === 'sending' ? Promise.resolve(true) : tx.effects.record(claim, progress, evidence, release),
      },
    })),
  },
  {
    name: 'retry-post-on-timeout',
    breaks: 'posts once more at once when no answer came',
    scenarios: doubts,
    bug: inSalesOrders((real) => ({
      send: async (draft, call) => {
        const first = await real.send(draft, call);
        return first.status === 'unknown' ? real.send(draft, call) : first;
      },
    })),
  },
  {
    name: 'gateway-timeout-as-not-sent',
    breaks: 'takes a 504 for a proof that nothing happened',
    scenarios: ['gateway', ...doubts],
    bug: inSalesOrders((real) => ({
      send: async (draft, call) => {
        const outcome = await real.send(draft, call);
        return outcome.status === 'unknown' && outcome.error.details.status === 504
          ? { status: 'retryable', error: outcome.error }
          : outcome;
      },
    })),
  },
  {
    name: 'failure-as-refusal',
    breaks: 'takes a 500 for a refusal, after which nothing stands',
    scenarios: ['gateway'],
    bug: inSalesOrders((real) => ({
      send: async (draft, call) => {
        const outcome = await real.send(draft, call);
        return outcome.status === 'unknown' && outcome.error.details.status === 500
          ? { status: 'rejected', error: outcome.error }
          : outcome;
      },
    })),
  },
  {
    name: 'lost-connection-as-not-sent',
    breaks: 'takes a connection that broke off for one that was never made',
    scenarios: doubts,
    bug: inSalesOrders((real) => ({
      send: async (draft, call) => {
        const outcome = await real.send(draft, call);
        return outcome.status === 'unknown' && outcome.error.details.status === undefined
          ? { status: 'retryable', error: outcome.error }
          : outcome;
      },
    })),
  },
  {
    name: 'unreadable-answer-as-done',
    breaks: 'takes any answer that is no error for success, and makes up an id',
    scenarios: ['lossy-books', 'lossy-line'],
    bug: inSalesOrders((real) => ({
      send: async (draft, call) => {
        const outcome = await real.send(draft, call);
        return outcome.status === 'unknown' && outcome.error.code === 'ANSWER_UNREADABLE'
          ? { status: 'done', value: { id: 'made' } }
          : outcome;
      },
    })),
  },
  {
    name: 'no-settle-time',
    breaks: 'looks as soon as the deadline is over: the vendor may still be at it',
    scenarios: [...doubts],
    bug: inSalesOrders(() => ({ settleMs: 0 })),
  },
  {
    name: 'look-at-once',
    breaks: 'looks right after an answer was lost, and sends again when it finds nothing',
    scenarios: doubts,
    bug: inAdvance((real) => (row, event, rules) => {
      const step = real(row, event, rules);
      return event.type === 'sent' && step.next.state === 'unknown' ? { ...step, next: { ...step.next, notBefore: event.at } } : step;
    }),
  },
  {
    name: 'send-again-after-doubt',
    breaks: 'sends again after a doubt without any look',
    scenarios: doubts,
    bug: inAdvance((real) => (row, event, rules) => {
      const step = real(row, event, rules);
      return event.type === 'sent' && step.next.state === 'unknown'
        ? { ...step, next: { ...step.next, state: 'intended', notBefore: event.at } }
        : step;
    }),
  },
  {
    name: 'no-self-fence',
    breaks: 'does not ask before the first byte whether lease and deadline still hold',
    scenarios: ['quick', 'paused', 'crashes'],
    bug: inSalesOrders((real) => ({ send: (draft, call) => real.send(draft, { ...call, maySend: () => true }) })),
  },
  {
    name: 'lock-without-fence',
    breaks: 'lets a former holder record what it knew',
    scenarios: ['quick', 'paused', 'crashes'],
    bug: inStore((tx) => ({
      effects: {
        ...tx.effects,
        record: async (claim, progress, evidence, release) => {
          const row = await tx.effects.read(claim.row.key);
          return tx.effects.record({ ...claim, fence: row?.fence ?? claim.fence }, progress, evidence, release);
        },
      },
    })),
  },
  {
    name: 'no-unique-key',
    breaks: 'makes the intent anew at every sight of the order',
    scenarios: ['edited', 'lossy-books'],
    bug: inStore((tx) => ({
      effects: {
        ...tx.effects,
        intend: async (intent, at) => {
          if (intent.kind !== 'place-sales-order' || (await tx.effects.read(intent.key)) === undefined)
            return tx.effects.intend(intent, at);
          await tx.effects.note(
            intent.key,
            { at, what: 'made anew' },
            { state: 'intended', attempt: 0, refusals: 0, notBefore: intent.notBefore },
          );
          return 'new';
        },
      },
    })),
  },
  {
    name: 'key-of-the-revision',
    breaks: 'keys the intent by the revision of the order, not by the order',
    scenarios: ['edited', 'people'],
    bug: inStore((tx) => ({
      effects: {
        ...tx.effects,
        intend: (intent, at) =>
          intent.kind === 'place-sales-order'
            ? tx.effects.intend({ ...intent, key: `${intent.key}/${intent.fingerprint}` as typeof intent.key }, at)
            : tx.effects.intend(intent, at),
      },
    })),
  },
  {
    name: 'marker-of-the-attempt',
    breaks: 'writes another marker in every attempt',
    scenarios: doubts,
    bug: inSalesOrders((real) => ({
      send: (draft, call) => real.send(draft, { ...call, marker: call.marker.replace(/.{4}$/, String(1000 + call.attempt)) }),
      ...(real.find === undefined
        ? {}
        : { find: (sent, call) => real.find?.({ ...sent, marker: `${sent.marker} ` }, call) as ReturnType<NonNullable<typeof real.find>> }),
    })),
  },
  {
    name: 'adopt-by-total',
    breaks: 'takes what is alike for its own: total, recipient and day are enough',
    scenarios: ['alike', 'people'],
    bug: inSalesOrders((real) => ({
      ...(real.find === undefined
        ? {}
        : {
            find: async (sent, call) => {
              const found = await real.find?.(sent, call);
              if (found === undefined || found.status !== 'done') return found as never;
              return { status: 'done', value: { marked: [...found.value.marked, ...found.value.alike], alike: [] } };
            },
          }),
    })),
  },
  {
    name: 'adopt-the-youngest',
    breaks: 'adopts the youngest of several that carry the marker',
    scenarios: ['alike', 'people'],
    bug: inSalesOrders((real) => ({
      ...(real.find === undefined
        ? {}
        : {
            find: async (sent, call) => {
              const found = await real.find?.(sent, call);
              if (found === undefined || found.status !== 'done') return found as never;
              return { status: 'done', value: { ...found.value, marked: found.value.marked.toReversed() } };
            },
          }),
    })),
  },
  {
    name: 'alike-is-nothing',
    breaks: 'sends again though something stands there that could be its own',
    scenarios: ['alike', 'people'],
    bug: inSalesOrders((real) => ({
      ...(real.find === undefined
        ? {}
        : {
            find: async (sent, call) => {
              const found = await real.find?.(sent, call);
              if (found === undefined || found.status !== 'done') return found as never;
              return { status: 'done', value: { ...found.value, alike: [] } };
            },
          }),
    })),
  },
  {
    name: 'failed-look-as-nothing',
    breaks: 'takes a look that failed for one that found nothing',
    scenarios: ['blind', 'lossy-line'],
    bug: inSalesOrders((real) => ({
      ...(real.find === undefined
        ? {}
        : {
            find: async (sent, call) => {
              const found = await real.find?.(sent, call);
              if (found === undefined || found.status === 'done') return found as never;
              return { status: 'done', value: { marked: [], alike: [] } };
            },
          }),
    })),
  },
  {
    name: 'no-look-at-all',
    breaks: 'finds nothing, ever',
    scenarios: doubts,
    bug: inSalesOrders(() => ({ find: async () => ({ status: 'done', value: { marked: [], alike: [] } }) })),
  },
  {
    name: 'look-since-last-minute',
    breaks: 'looks among the records of the last minute alone',
    scenarios: doubts,
    bug: inSalesOrders((real) => ({
      ...(real.find === undefined
        ? {}
        : {
            find: async (sent, call) => {
              const found = await real.find?.(sent, call);
              if (found === undefined || found.status !== 'done' || sent.to - sent.from < 60_000) return found as never;
              return { status: 'done', value: { marked: [], alike: [] } };
            },
          }),
    })),
  },
  {
    name: 'refusals-count-as-attempts',
    breaks: 'counts a 429 as an attempt, and asks a person after six',
    scenarios: ['throttled', 'lossy-line'],
    bug: inAdvance((real) => (row, event, rules) => {
      const step = real(row, event, rules);
      if (event.type !== 'sent' || event.outcome.status !== 'retryable') return step;
      if (row.attempt >= 2) return { ...step, next: { ...step.next, state: 'parked', reason: 'ATTEMPTS_USED_UP' } };
      return { ...step, next: { ...step.next, attempt: row.attempt } };
    }),
  },
  {
    name: 'parks-at-first-doubt',
    breaks: 'asks a person where a look would have told',
    scenarios: doubts,
    bug: inAdvance((real) => (row, event, rules) => {
      const step = real(row, event, rules);
      return step.next.state === 'unknown' && event.type === 'sent'
        ? { ...step, next: { ...step.next, state: 'parked', reason: 'IN_DOUBT' } }
        : step;
    }),
  },
  {
    name: 'sends-though-asked-to-ask',
    breaks: 'sends again although the merchant chose to be asked after a doubt',
    scenarios: ['asking'],
    bug: inAdvance((real) => (row, event, rules) => real(row, event, { ...rules, afterDoubt: 'send-again' })),
  },
  {
    name: 'epoch-ignored',
    breaks: 'places after a restored backup as if nothing had happened',
    scenarios: ['restored'],
    bug: inStore((tx) => ({
      pairs: {
        ...tx.pairs,
        read: async (pair) => {
          const row = await tx.pairs.read(pair);
          if (row === undefined) return row;
          const { epoch: _epoch, ...rest } = row;
          return rest;
        },
      },
      effects: { ...tx.effects, doubt: () => Promise.resolve(0) },
    })),
  },
  {
    name: 'epoch-forgets-waiting-intents',
    breaks: 'looks for new orders after a restored backup, not for those whose intent was restored with it',
    scenarios: ['restored-waiting', 'restored'],
    bug: inStore((tx) => ({ effects: { ...tx.effects, doubt: () => Promise.resolve(0) } })),
  },
  {
    name: 'contact-without-look',
    breaks: 'makes a contact again after a lost answer instead of looking for it',
    scenarios: ['customers', 'lossy-books'],
    bug: inContacts((real) => ({
      send: async (draft, call) => {
        const outcome = await real.send(draft, call);
        return outcome.status === 'unknown' ? { status: 'retryable', error: outcome.error } : outcome;
      },
    })),
  },
];
