import { type ProblemWords, problemWords } from '../kernel/problem-catalogue.ts';
import { isSettledByWord, isUnsigned } from '../kernel/settled-by-word.ts';
import { settleChange } from '../orders/late-changes.ts';
import { writeMarkAgain } from '../orders/mark-order.ts';
import type { Problem, Tx } from '../ports/store.ts';
import type { PairParts } from './open-run.ts';

/** What a person must do, in words. */
export interface OpenProblem extends ProblemWords {
  /** Names it for `settle`: the pair, the code and what it concerns. */
  readonly key: string;
  readonly code: string;
  /** Milliseconds; when it began. */
  readonly raisedAt: number;
  /** A person's word ends it; absent: it goes with its cause alone. */
  readonly settledByWord?: true;
}

export type Settlement =
  | { readonly status: 'settled' }
  /** Nothing was written. */
  | ({ readonly status: 'refused'; readonly code: RefusedWord } & ProblemWords);

type RefusedWord = 'PROBLEM_NOT_KNOWN' | 'PROBLEM_NOT_SETTLED_BY_WORD' | 'WORD_UNSIGNED';

export interface ProblemDesk {
  /** Open ones by key after `after`. */
  list(page: { readonly after?: string; readonly limit: number }): Promise<readonly OpenProblem[]>;
  /**
   * A person has dealt with a problem that nothing else can show the end of; kept in the audit. The same happening again raises it
   * again. `ORDER_NOT_MARKED`: the mark is tried again.
   */
  settle(word: { readonly key: string; readonly by: string; readonly why: string }): Promise<Settlement>;
}

export function createProblemDesk(parts: PairParts): ProblemDesk {
  const { store, merchant, pair, environment } = parts;
  return {
    list: ({ after, limit }) => store.transaction(merchant, async (tx) => (await tx.problems.open(pair, after, limit)).map(openProblem)),
    settle: ({ key, by, why }) =>
      store.transaction(merchant, async (tx) => {
        if (isUnsigned({ by, why })) return refused('WORD_UNSIGNED', key);
        const problem = await tx.problems.read(key);
        if (problem === undefined || problem.pair !== pair) return refused('PROBLEM_NOT_KNOWN', key);
        if (!isSettledByWord(problem.code)) return refused('PROBLEM_NOT_SETTLED_BY_WORD', key);
        const at = environment.clock.now();
        if (problem.code === 'ORDER_NOT_MARKED') await tryMarkAgain(parts, tx, problem, { at, by });
        await settleChange(tx, parts, { orderId: problem.data.order ?? '', code: problem.code });
        await tx.problems.clear(key);
        await tx.audit.add({ at, by, what: `problem settled: ${problem.code} (${why})`, subject: key });
        return { status: 'settled' };
      }),
  };
}

async function tryMarkAgain(
  { pair, channel }: PairParts,
  tx: Tx,
  { data: { order = '' } }: Problem,
  said: { readonly at: number; readonly by: string },
): Promise<void> {
  const accountId = (await tx.pairs.read(pair))?.channelAccount;
  if (accountId !== undefined) await writeMarkAgain(tx, { account: { vendor: channel.vendor, accountId }, orderId: order, ...said });
}

function openProblem({ key, code, data, raisedAt }: Problem): OpenProblem {
  return { key, code, ...problemWords(code, data), raisedAt, ...(isSettledByWord(code) ? { settledByWord: true } : {}) };
}

function refused(code: RefusedWord, problem: string): Settlement {
  return { status: 'refused', code, ...problemWords(code, { problem }) };
}
