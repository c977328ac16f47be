import type { Language, PairReport } from '@megzo/core';

/** One run over all pairs, as `--json` prints it. Texts are in each merchant's language. */
export interface RunReport {
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Nothing failed. Held and parked records are no failures. */
  readonly ok: boolean;
  readonly pairs: readonly PairJson[];
}

export interface PairJson {
  readonly merchant: string;
  readonly pair: string;
  readonly flows: readonly FlowJson[];
  /** Connection id → requests. */
  readonly calls: Readonly<Record<string, { readonly read: number; readonly write: number }>>;
  readonly problems: readonly ProblemJson[];
  /** Of a dry run: what would become a problem of a listing. */
  readonly foreseen?: readonly ProblemJson[];
}

export interface FlowJson {
  readonly flow: string;
  readonly processed: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly held: number;
  readonly parked: number;
  readonly failed: number;
}

export interface ProblemJson {
  readonly key: string;
  readonly code: string;
  readonly text: string;
  readonly remedy: string;
}

/** What became of one pair: its report, or the reason why there is none. */
export type PairRun =
  | { readonly language: Language; readonly report: PairReport }
  | { readonly merchant: string; readonly pair: string; readonly broken: ProblemJson };

export function runReport(startedAt: number, finishedAt: number, runs: readonly PairRun[]): RunReport {
  return {
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    ok: runs.every((run) => 'report' in run && run.report.ok),
    pairs: runs.map(pairJson),
  };
}

function pairJson(run: PairRun): PairJson {
  if (!('report' in run)) return { merchant: run.merchant, pair: run.pair, flows: [], calls: {}, problems: [run.broken] };
  const { report, language } = run;
  return {
    merchant: report.merchant,
    pair: report.pair,
    flows: report.flows.map(({ name, processed, created, updated, unchanged, held, parked, failed }) => ({
      flow: name,
      ...{ processed, created, updated, unchanged, held, parked, failed },
    })),
    calls: report.calls,
    problems: problemsOf(report, language),
    ...(report.foreseen === undefined ? {} : { foreseen: report.foreseen.map((problem) => inLanguage(problem, language)) }),
  };
}

/** Open problems, and every failure that does not stand among them already. */
function problemsOf({ problems, failures }: PairReport, language: Language): readonly ProblemJson[] {
  const open = problems.map((problem) => inLanguage(problem, language));
  const unsaid = failures
    .filter(({ connection, text }) => !open.some((problem) => problem.key.includes(connection) && problem.text === text[language]))
    .map(({ connection, error, text, remedy }) => ({
      key: `connection/${connection}`,
      code: error.code,
      text: text[language],
      remedy: remedy[language],
    }));
  return [...open, ...unsaid];
}

function inLanguage({ key, code, text, remedy }: PairReport['problems'][number], language: Language): ProblemJson {
  return { key, code, text: text[language], remedy: remedy[language] };
}
