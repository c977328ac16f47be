import type { PairReport, Store } from '@megzo/core';
import { waitingOrders } from '../cli/reasons.ts';
import { runReport } from '../cli/report-json.ts';
import { pairText } from '../cli/report-text.ts';
import { timeIn } from '../cli/time-in.ts';
import type { RunnablePair } from '../container/pairs.ts';

/** Prints a table for each heartbeat: what came of it, what waits and why. A problem is shown when it comes up, not at each beat again. */
export function createBeatPrinter({ store, say }: { readonly store: Store; readonly say: (line: string) => void }) {
  let beats = 0;
  let shown = new Set<string>();

  return async ({ merchant: { language, timeZone } }: RunnablePair, report: PairReport): Promise<void> => {
    beats += 1;
    const [pair] = runReport(report.startedAt, report.finishedAt, [{ language, report }]).pairs;
    if (pair === undefined) return;
    const fresh = pair.problems.filter(({ key }) => !shown.has(key));
    const known = pair.problems.length - fresh.length;
    shown = new Set(pair.problems.map(({ key }) => key));
    const waiting = await waitingOrders(store, { merchant: report.merchant, pair: report.pair, language });
    say('');
    say(`Heartbeat ${beats}, ${timeIn(timeZone, report.startedAt)}, took ${seconds(report)} s`);
    for (const line of pairText({ ...pair, problems: fresh }, waiting)) say(line);
    if (known > 0) say(`  ${known} of the problems shown before still ${known === 1 ? 'stands' : 'stand'}.`);
  };
}

function seconds({ startedAt, finishedAt }: PairReport): string {
  return ((finishedAt - startedAt) / 1000).toFixed(1);
}
