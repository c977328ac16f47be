import type { Activated, RuleBook, RuleFault, RuleFlow } from '@megzo/core';
import { type ExitCode, exitCodes, type Io } from './io.ts';

export function summary(result: object): string {
  const { status: _status, counts = {}, ...figures } = result as { readonly status: string; readonly counts?: object };
  const all = Object.entries({ ...figures, ...counts }).filter(([, value]) => typeof value === 'number');
  return `${all.map(([name, value]) => `${name} ${value}`).join(', ')}. Nothing was written.`;
}

export function saved(
  io: Io,
  language: 'de' | 'en',
  json: boolean | undefined,
  flow: RuleFlow,
  result: Awaited<ReturnType<RuleBook['save']>>,
): ExitCode {
  if (json === true) io.out(JSON.stringify(result));
  else if (result.status === 'refused') tellFaults(result.faults, language, io);
  else if (result.status === 'unchanged') io.out(`Version ${result.version} of ${flow} says the same; nothing was stored.`);
  else
    io.out(
      `Stored as version ${result.version} of ${flow}, a draft. It counts once it is activated: megzo rules activate --flow ${flow} --rule-version ${result.version} --why …`,
    );
  return result.status === 'refused' ? exitCodes.failed : exitCodes.fine;
}

export function tellActivated(
  done: Activated,
  { flow, version }: { readonly flow: RuleFlow; readonly version: number },
  language: 'de' | 'en',
  io: Io,
): void {
  switch (done.status) {
    case 'activated':
      io.out(
        `Version ${done.version} of ${flow} counts from the next run on${done.before === undefined ? '' : `, in place of ${done.before}`}.`,
      );
      break;
    case 'active-already':
      io.out(`Version ${done.version} of ${flow} is active already.`);
      break;
    case 'unknown-version':
      io.err(`There is no version ${version} of ${flow}; nothing was changed. megzo rules list --flow ${flow} shows those that there are.`);
      break;
    case 'moved':
      io.err(`Nothing was changed: version ${done.active ?? 'none'} is active now. Look at it, then try again.`);
      break;
    case 'refused':
      tellFaults(done.faults, language, io);
      break;
  }
}

export function tellFaults(faults: readonly RuleFault[], language: 'de' | 'en', io: Io): void {
  for (const { block, target, field, reason, nearest } of faults) {
    const where = [block, target].filter((part) => part !== undefined).join('.');
    io.err(`${where === '' ? field : `${where} (${field})`}: ${reason[language]}${nearest === undefined ? '' : ` -> ${nearest}`}`);
  }
  io.err('Nothing was stored.');
}
