import { amountShown, type BackfillCount, type BackfillReport, type Language, problemWords } from '@megzo/core';
import type { Config } from '../config/config-file.ts';
import type { Settings } from '../config/environment.ts';
import { createContainer, parts } from '../container/container.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../observability/log.ts';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { onePair } from './one-pair.ts';
import { sinceGiven } from './since-given.ts';
import { timeIn } from './time-in.ts';

export interface BackfillCommand {
  readonly settings: Settings;
  readonly config: Config;
  readonly since: string | undefined;
  readonly pair: string | undefined;
  readonly apply: boolean;
  readonly json: boolean;
}

const quietMs = 2_000;

/** Takes over orders from before the cutover, or says what that would come to. */
export async function backfillCommand(command: BackfillCommand, io: Io): Promise<ExitCode> {
  const { config, apply } = command;
  const chosen = onePair(config, command.pair, 'backfill');
  const since = sinceGiven(command.since, chosen.merchant.timeZone);
  const database = await openDatabase(command.settings, { embedded: 'own-or-join', demoData: 'clear' });
  try {
    const { store } = database;
    const container = createContainer({ store, budget: store.budget, config, log: createLog('warn') });
    const found = container.get(parts.pairs).find(({ merchant, pair }) => merchant.id === chosen.merchant.id && pair.id === chosen.pair);
    if (found === undefined) throw new Error(`pair ${chosen.pair} was configured a moment ago`);
    let toldAt = 0;
    const report = await found.handle.backfill({
      since,
      apply,
      signal: io.signal,
      onProgress: ({ orders }) => {
        if (Date.now() - toldAt < quietMs) return;
        toldAt = Date.now();
        io.err(`${found.merchant.id}/${found.pair.id}: backfill, ${orders} orders so far`);
      },
    });
    if (command.json) io.out(JSON.stringify(reportJson(report)));
    else for (const line of reportLines(report, found.merchant)) io.out(line);
    for (const { side, error } of report.failures)
      io.err(`The ${side} stopped it: ${error.code}. Start it again, it goes on where it stands.`);
    return report.ended && report.failures.length === 0 ? exitCodes.fine : exitCodes.failed;
  } finally {
    await database.close();
  }
}

function reportJson({ since, applied, ended, counts, failures }: BackfillReport): unknown {
  return {
    since: new Date(since).toISOString(),
    applied,
    ended,
    counts,
    failures: failures.map(({ side, error }) => ({ side, code: error.code })),
  };
}

export function reportLines(
  { since, applied, ended, counts }: BackfillReport,
  { language, timeZone }: { readonly language: Language; readonly timeZone: string },
): readonly string[] {
  const from = timeIn(timeZone, since);
  return [
    applied ? `Orders placed since ${from}:` : `Orders placed since ${from}. Nothing was written; --apply does it:`,
    ...counts.map((count) => lineOf(count, applied, language)),
    ...(counts.length === 0 ? ['  none'] : []),
    ...(applied
      ? []
      : ['Test payments and totals are looked at only when it is applied: some of these may then be left out or wait for a person.']),
    ended ? 'Done.' : 'Cut off: start it again, it goes on where it stands.',
  ];
}

function lineOf({ state, reason, orders, gross }: BackfillCount, applied: boolean, language: Language): string {
  const words = { admitted: applied ? 'being placed' : 'would be placed', 'placed-before': 'placed already' } as Record<string, string>;
  const sums = Object.entries(gross).map(([currency, sum]) => `${amountShown(sum)} ${currency}`);
  // Words that name one order's own figures say nothing of many.
  const text = reason === undefined ? '' : problemWords(reason, {}).text[language];
  const why = reason === undefined ? '' : text.includes('–') ? `  ${reason}` : `  ${reason}: ${text}`;
  return `  ${String(orders).padStart(6)} ${(words[state] ?? state).padEnd(15)} ${sums.join(', ')}${why}`;
}
