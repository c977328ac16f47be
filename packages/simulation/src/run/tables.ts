import { faultNames } from '../line/fault-catalogue.ts';
import { storeFaultNames } from '../line/store-faults.ts';
import { storeEndpoint } from '../world/simulation.ts';
import { type Batch, idleScenarios } from './batch.ts';
import type { Cell } from './fault-matrix.ts';

/** Endpoint × fault: how often each was met; below, the same for the transactions of the database. */
export function faultTable({ struck }: Pick<Batch, 'struck'>): string {
  const endpoints = [...new Set(Object.keys(struck).map((cell) => cell.split(' | ')[0] as string))].sort();
  const calls = endpoints.filter((endpoint) => endpoint !== storeEndpoint);
  return `${metTable(struck, calls, faultNames)}\n\n${metTable(struck, [storeEndpoint], storeFaultNames)}`;
}

function metTable(struck: Batch['struck'], endpoints: readonly string[], faults: readonly string[]): string {
  const columns = ['none', ...faults];
  const rows = endpoints.map((endpoint) => [endpoint, ...columns.map((fault) => String(struck[`${endpoint} | ${fault}`] ?? 0))]);
  return table([['endpoint', ...columns], ...rows]);
}

/** Endpoint × fault of the days told for each cell: how often it struck, with a mark where a law was broken. */
export function matrixTable(cells: readonly Cell[]): string {
  const endpoints = [...new Set(cells.map(({ endpoint }) => endpoint))];
  const rows = endpoints.map((endpoint) => [
    endpoint,
    ...faultNames.map((fault) => {
      const cell = cells.find((one) => one.endpoint === endpoint && one.fault === fault);
      return `${cell?.struck ?? 0}${(cell?.violations.length ?? 0) > 0 ? '!' : ''}`;
    }),
  ]);
  return table([['endpoint', ...faultNames], ...rows]);
}

export function summary(batch: Batch, realMs: number): string {
  const { seeds, counts, told, broken } = batch;
  const failed = storeFaultNames.reduce((total, fault) => total + (batch.struck[`${storeEndpoint} | ${fault}`] ?? 0), 0);
  const perSecond = (seeds * 1000) / Math.max(1, realMs);
  return [
    Object.entries(told)
      .map(([name, times]) => `${name} ${times}`)
      .join(', '),
    `${counts.orders} orders, ${counts.made} order confirmations, ${counts.kills} killed and ${counts.pauses} paused processes, ` +
      `${counts.restores} restored backups, ${counts.hooks} webhooks, ${counts.figures} stock writes, ${failed} failed transactions, ${counts.points} points passed`,
    `${seeds} schedules in ${(realMs / 1000).toFixed(1)} s: ${perSecond.toFixed(1)} a second, ` +
      `virtual time ${Math.round(counts.virtualMs / Math.max(1, realMs))} × real time`,
    ...idleScenarios(batch).map((name) => `nothing was made on any day of ${name}`),
    broken.length === 0 ? 'no law broken' : `${broken.length} schedules broke a law`,
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
    )
    .join('\n');
}
