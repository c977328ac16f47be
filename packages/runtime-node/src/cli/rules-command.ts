import { writeFile } from 'node:fs/promises';
import { type RuleBook, type RuleFlow, ruleFlows, rulesText } from '@megzo/core';
import type { Command } from 'commander';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { type OnPair, oneOf, onPair, type PairOptions, unusable, wholeNumber, withPair } from './pair-command.ts';
import { readJson, readText } from './read-json.ts';
import { readRates } from './read-rates.ts';
import { readTable } from './read-table.ts';
import { preview } from './rules-preview.ts';
import { saved, tellActivated, tellFaults } from './rules-text.ts';
import { timeIn } from './time-in.ts';

interface RuleOptions extends PairOptions {
  readonly flow?: string;
  readonly ruleVersion?: string;
  readonly why?: string;
  readonly note?: string;
  readonly expect?: string;
  readonly limit?: string;
  readonly out?: string;
  readonly name?: string;
}

/** Adds `megzo rules …`, `megzo rates …` and `megzo tables …`. */
export function addRuleCommands(program: Command, io: Io, ended: (code: ExitCode) => void): void {
  const rules = program.command('rules').description('mapping rules of a pair: versions, checks, and which one counts');
  const common = (command: Command): Command =>
    withPair(command).option('--by <name>', 'who does it, as it is remembered; the login by default');
  const ofFlow = (command: Command): Command => common(command.requiredOption('--flow <flow>', `one of ${ruleFlows.join(', ')}`));
  const does =
    (work: (on: OnPair, flow: RuleFlow, options: RuleOptions, file: string) => Promise<ExitCode>, needsFlow = true) =>
    async (...given: readonly unknown[]): Promise<void> => {
      // Commander hands arguments first, then the options.
      const options = given.find((one): one is RuleOptions => typeof one === 'object' && one !== null) ?? {};
      const file = typeof given[0] === 'string' ? given[0] : '';
      const flow = needsFlow ? oneOf(options.flow, ruleFlows, '--flow') : 'orders';
      ended(await onPair(options, io, (on) => work(on, flow, options, file)));
    };

  ofFlow(rules.command('list').description('versions, newest first')).action(
    does(async ({ handle, timeZone }, flow, { json }) => {
      const versions = await handle.rules.list(flow);
      if (json === true) io.out(JSON.stringify(versions));
      else {
        for (const { version, active, by, at, note } of versions)
          io.out(`${active ? '*' : ' '} ${version}  ${timeIn(timeZone, at)}  ${by}: ${note}`);
        io.out(listEnd(versions, flow));
      }
      return exitCodes.fine;
    }),
  );
  ofFlow(rules.command('show').description('one version with its rules; the active one by default'))
    .option('--rule-version <number>', 'this version')
    .action(
      does(async ({ handle, timeZone }, flow, options) => {
        const found = await handle.rules.read(flow, versionOf(options));
        if (found === undefined) return none(io, flow);
        if (options.json === true) io.out(JSON.stringify(found));
        else {
          io.out(
            `${flow} version ${found.version}${found.active ? ' (active)' : ''}, ${timeIn(timeZone, found.at)}, ${found.by}: ${found.note}`,
          );
          io.out(found.rules === undefined ? JSON.stringify(found.content) : rulesText(found.rules).trimEnd());
        }
        return exitCodes.fine;
      }),
    );
  ofFlow(rules.command('export').description('write one version as a file for reviews; the active one by default'))
    .option('--rule-version <number>', 'this version')
    .option('--out <file>', 'write it here; to standard output by default')
    .action(
      does(async ({ handle }, flow, options) => {
        const found = await handle.rules.read(flow, versionOf(options));
        if (found?.rules === undefined) return none(io, flow);
        const text = rulesText(found.rules);
        if (options.out === undefined) io.out(text.trimEnd());
        else await writeFile(options.out, text);
        return exitCodes.fine;
      }),
    );
  ofFlow(rules.command('check <file>').description('say what is wrong with rules; stores nothing')).action(
    does(async ({ handle, language }, flow, { json }, file) => {
      const check = handle.rules.check(flow, await readJson(file));
      if (json === true) io.out(JSON.stringify(check.ok ? { ok: true } : check));
      else if (check.ok) io.out('Nothing is wrong with these rules.');
      else tellFaults(check.faults, language, io);
      return check.ok ? exitCodes.fine : exitCodes.failed;
    }),
  );
  ofFlow(rules.command('import <file>').description('store rules as the next version, a draft; bad rules are refused'))
    .requiredOption('--note <text>', 'why they were made')
    .action(
      does(async ({ handle, by, language }, flow, { json, note = '' }, file) =>
        saved(io, language, json, flow, await handle.rules.save({ flow, content: await readJson(file), by, note })),
      ),
    );
  ofFlow(
    rules
      .command('preview')
      .description('what rules would have made of recorded orders, or would make of articles and counted stock; no effect'),
  )
    .option('--rule-version <number>', 'this version')
    .option('--limit <number>', 'at most so many records; 200 by default')
    .argument('[file]', 'rules that are not stored')
    .action(
      does(async ({ handle, by, language }, flow, options, file) => {
        const chosen = file === '' ? (versionOf(options) ?? 0) : { content: await readJson(file) };
        if (chosen === 0) throw unusable('preview needs a FILE or --rule-version NUMBER');
        return preview(
          handle,
          flow,
          { rules: chosen, by, limit: wholeNumber(options.limit ?? '200', '--limit'), json: options.json === true },
          language,
          io,
        );
      }),
    );
  for (const name of ['activate', 'rollback'] as const) {
    const about =
      name === 'activate'
        ? 'make a version count from the next run on'
        : 'make an older version count again; without --rule-version the one before';
    ofFlow(rules.command(name).description(about))
      .option('--rule-version <number>', 'this version')
      .requiredOption('--why <text>', 'why it shall count')
      .option('--expect <number>', 'only if this version is the active one now')
      .action(
        does(async ({ handle, by, language }, flow, options) => {
          const before = name === 'rollback' && versionOf(options) === undefined ? await versionBefore(handle.rules, flow) : undefined;
          const version = versionOf(options) ?? before?.version;
          if (version === undefined)
            throw unusable(name === 'activate' ? 'activate needs --rule-version NUMBER' : 'no older version was active before');
          const expected = options.expect === undefined ? before?.expected : wholeNumber(options.expect, '--expect');
          const done = await handle.rules.activate({
            flow,
            version,
            by,
            why: options.why ?? '',
            ...(expected === undefined ? {} : { expected }),
          });
          if (options.json === true) io.out(JSON.stringify(done));
          else tellActivated(done, { flow, version }, language, io);
          return done.status === 'activated' || done.status === 'active-already' ? exitCodes.fine : exitCodes.failed;
        }),
      );
  }
  ofFlow(rules.command('history').description('who made which version count, when and why')).action(
    does(async ({ handle, timeZone }, flow, { json }) => {
      const history = await handle.rules.history(flow);
      if (json === true) io.out(JSON.stringify(history));
      else
        for (const { version, before, by, at, why } of history)
          io.out(`${timeIn(timeZone, at)}  version ${version}${before === undefined ? '' : ` after ${before}`}  ${by}: ${why}`);
      return exitCodes.fine;
    }),
  );

  const tables = program.command('tables').description('tables that rules look values up in');
  ofFlow(
    tables
      .command('import <file>')
      .description('store rules with this table as the next version, a draft. CSV of two columns, or a JSON object'),
  )
    .requiredOption('--name <name>', 'what the rules call the table')
    .requiredOption('--note <text>', 'why it was changed')
    .action(
      does(async ({ handle, by, language }, flow, { json, name = '', note = '' }, file) => {
        const [newest] = await handle.rules.list(flow, { limit: 1 });
        const found = newest === undefined ? undefined : await handle.rules.read(flow, newest.version);
        if (found?.rules === undefined) return none(io, flow);
        const table = readTable(await readText(file), file);
        const content = { ...found.rules, tables: { ...found.rules.tables, [name]: table } };
        return saved(io, language, json, flow, await handle.rules.save({ flow, content, by, note }));
      }),
    );

  const rates = program.command('rates').description('exchange rates of the merchant');
  common(
    rates
      .command('import <file>')
      .description('add rates: a JSON list, or the yearly CSV file of the German finance ministry; what stands already adds nothing'),
  ).action(
    does(async ({ handle, by, language }, _flow, { json }, file) => {
      const { rates: read, refused } = await readRates(file, language);
      for (const row of refused) io.err(row);
      const added = await handle.rules.addRates({ rates: read, by });
      if (json === true) io.out(JSON.stringify(added));
      else if (added.status === 'added') io.out(`${added.added} rates added, ${added.known} stood already.`);
      else for (const fault of added.faults) io.err(`rate ${fault.place + 1}: ${fault.about}`);
      return added.status === 'added' ? exitCodes.fine : exitCodes.failed;
    }, false),
  );
  common(rates.command('list').description('rates that begin on a day or later'))
    .option('--from <day>', 'such as 2026-01-01')
    .action(
      does(async ({ handle }, _flow, options) => {
        const list = await handle.rules.rates((options as { readonly from?: string }).from ?? '');
        if (options.json === true) io.out(JSON.stringify(list));
        else if (list.length === 0) io.out(noRates);
        else
          for (const { base, quote, rate, validFrom, validTo, source } of list)
            io.out(`1 ${base} = ${rate} ${quote}  ${validFrom}${validTo === undefined ? '' : ` to ${validTo}`}  ${source}`);
        return exitCodes.fine;
      }, false),
    );
}

const noRates =
  'No rate that begins on that day or later is kept. megzo rates import FILE adds some: a JSON list, or the yearly CSV file of the German finance ministry.';

function listEnd(versions: readonly { readonly active: boolean }[], flow: RuleFlow): string {
  if (versions.length === 0 && flow === 'shipments') return 'There is no version yet: no flow ships, and nothing begins with rules for it.';
  if (versions.length === 0) return 'There is no version yet: the first run stores the default rules.';
  return versions.some(({ active }) => active)
    ? '* is the active version.'
    : 'None of them is active: megzo rules activate makes one count.';
}

/** The older version that counted last, and the one that it shall replace: who takes the same one back a moment later finds it gone. */
async function versionBefore(
  rules: RuleBook,
  flow: RuleFlow,
): Promise<{ readonly version: number; readonly expected: number } | undefined> {
  const history = await rules.history(flow);
  const expected = history[0]?.version;
  const older = history.find(({ version }) => expected !== undefined && version < expected);
  return older === undefined || expected === undefined ? undefined : { version: older.version, expected };
}

function versionOf({ ruleVersion }: RuleOptions): number | undefined {
  return ruleVersion === undefined ? undefined : wholeNumber(ruleVersion, '--rule-version');
}

function none(io: Io, flow: string): ExitCode {
  io.err(`There is no such version of ${flow} that can be read. megzo rules list --flow ${flow} shows those that there are.`);
  return exitCodes.failed;
}
