import type { Command } from 'commander';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { type OnPair, onPair, type PairOptions, withPair } from './pair-command.ts';
import { timeIn } from './time-in.ts';

interface Options extends PairOptions {
  readonly why?: string;
}

/** Adds `megzo problems …`: what a person must do, and their word that it is done. */
export function addProblemsCommand(program: Command, io: Io, ended: (code: ExitCode) => void): void {
  const problems = program.command('problems').description('what a person must do, and the word that it is done');
  withPair(problems.command('list').description('all that is open, by name, with what to do')).action(async (options: Options) => {
    ended(await onPair(options, io, (on) => list(on, options, io)));
  });
  withPair(problems.command('settle').argument('<problem>').description('it is dealt with: for those that nothing else ends'))
    .requiredOption('--by <name>', 'who says so')
    .requiredOption('--why <text>', 'and why; both stand in the audit')
    .action(async (problem: string, options: Options) => {
      ended(await onPair(options, io, (on) => settle(on, problem, options, io)));
    });
}

const pageSize = 500;

async function list({ handle, language, timeZone }: OnPair, { json }: Options, io: Io): Promise<ExitCode> {
  const found = [];
  for (let after: string | undefined; ; ) {
    const page = await handle.problems.list({ limit: pageSize, ...(after === undefined ? {} : { after }) });
    found.push(...page);
    after = page.at(-1)?.key;
    if (page.length < pageSize) break;
  }
  if (json === true) {
    const rows = found.map(({ text, remedy, raisedAt, ...rest }) => ({
      ...rest,
      text: text[language],
      remedy: remedy[language],
      since: new Date(raisedAt).toISOString(),
    }));
    io.out(JSON.stringify({ problems: rows }));
    return exitCodes.fine;
  }
  for (const { key, code, text, remedy, raisedAt, settledByWord } of found) {
    io.out(`[${code}] since ${timeIn(timeZone, raisedAt)}: ${text[language]}`);
    io.out(`  -> ${remedy[language]}`);
    if (settledByWord) io.out(`  then: megzo problems settle "${key}" --by NAME --why TEXT`);
  }
  io.out(found.length === 0 ? 'Nothing is open.' : `${found.length} open. Those without a command go with their cause.`);
  return exitCodes.fine;
}

async function settle({ handle, language }: OnPair, key: string, { by = '', why = '', json }: Options, io: Io): Promise<ExitCode> {
  const settled = await handle.problems.settle({ key, by, why });
  if (json === true) {
    const refusal =
      settled.status === 'refused' ? { code: settled.code, text: settled.text[language], remedy: settled.remedy[language] } : {};
    io.out(JSON.stringify({ problem: key, status: settled.status, ...refusal }));
  } else if (settled.status === 'settled') {
    io.out(`Settled: ${key}. Said by ${by}, and kept in the audit.`);
  } else {
    io.err(`[${settled.code}] ${settled.text[language]}`);
    io.err(`  -> ${settled.remedy[language]}`);
    io.err('Nothing was changed.');
  }
  return settled.status === 'settled' ? exitCodes.fine : exitCodes.failed;
}
