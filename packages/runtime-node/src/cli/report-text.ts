import type { StockRequests } from '@megzo/core';
import type { WaitingOrders } from './reasons.ts';
import type { FlowJson, PairJson } from './report-json.ts';

const columns = ['processed', 'created', 'updated', 'unchanged', 'held', 'parked', 'failed'] as const;
const problemsMax = 20;

/** One pair's run as a table for people, with what waits and why, and what to do. */
export function pairText(
  pair: PairJson,
  waiting: readonly WaitingOrders[],
  options: { readonly problemsMax?: number; readonly stockRequests?: StockRequests | undefined } = {},
): readonly string[] {
  const calls = Object.entries(pair.calls).map(([connection, { read, write }]) => `${connection} ${read} reads, ${write} writes`);
  return [
    `${pair.merchant} / ${pair.pair}${calls.length === 0 ? '' : `   (calls: ${calls.join('; ')})`}`,
    ...indented(table(pair.flows)),
    ...stockLines(options.stockRequests),
    ...(waiting.length === 0 ? [] : ['', '  Orders that wait:', ...waiting.map(waitingLine)]),
    ...problemLines(pair.problems, needPerson, options.problemsMax ?? problemsMax),
    ...problemLines(pair.foreseen ?? [], wouldNeedPerson, options.problemsMax ?? problemsMax),
  ];
}

function stockLines(requests: StockRequests | undefined): readonly string[] {
  if (requests === undefined) return [];
  const { reads, writes } = requests;
  return ['', `  Stock requests: ${reads.made} reads (${reads.needed} needed), ${writes.made} writes (${writes.needed} needed)`];
}

function waitingLine({ state, code, count, text }: WaitingOrders): string {
  const example = count === 1 ? text : `such as: ${text}`;
  return `    ${String(count).padStart(4)} ${state.padEnd(6)} ${code}: ${example}`;
}

const needPerson = (count: number): string => (count === 1 ? '1 problem needs a person:' : `${count} problems need a person:`);
const wouldNeedPerson = (count: number): string =>
  count === 1 ? 'A run would raise 1 more problem of a listing:' : `A run would raise ${count} more problems of listings:`;

function problemLines(problems: PairJson['problems'], heading: (count: number) => string, most: number): readonly string[] {
  if (problems.length === 0) return [];
  const more = problems.length - most;
  return [
    '',
    `  ${heading(problems.length)}`,
    ...problems.slice(0, most).flatMap(({ code, text, remedy }) => [`    [${code}] ${text}`, `      -> ${remedy}`]),
    ...(more > 0 ? [`    … and ${more} more; --json prints all`] : []),
  ];
}

function table(flows: readonly FlowJson[]): readonly string[] {
  const rows = [['flow', ...columns], ...flows.map((flow) => [flow.flow, ...columns.map((column) => String(flow[column]))])];
  const widths = rows[0]?.map((_, place) => Math.max(...rows.map((row) => row[place]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, place) => (place === 0 ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
