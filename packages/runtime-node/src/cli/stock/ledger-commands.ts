import { notePatternFault, type PatternCheck, type StockDrift, type StockShown, stockFaultWords } from '@megzo/core';
import { ConfigError } from '../../config/config-error.ts';
import type { Config } from '../../config/config-file.ts';
import type { Settings } from '../../config/environment.ts';
import { type ExitCode, exitCodes, type Io } from '../io.ts';
import { timeIn } from '../time-in.ts';
import { atDesk, choosePlace, type StockOptions } from './stock-place.ts';

export interface Around {
  readonly settings: Settings;
  readonly config: Config;
  readonly io: Io;
}

export interface EnterOptions extends StockOptions {
  readonly key?: string;
  readonly allowUnknown?: boolean;
}

/** One count, receipt or correction. */
export async function enterCommand(
  entry: { readonly kind: 'count' | 'receipt' | 'adjustment'; readonly sku: string; readonly units: string },
  options: EnterOptions,
  { settings, config, io }: Around,
): Promise<ExitCode> {
  const { merchant, pool } = choosePlace(config, options);
  const units = /^[+-]?\d+([.,]\d+)?$/.test(entry.units) ? Number(entry.units.replace(',', '.')) : Number.NaN;
  const given = { ...entry, units, pool, source: 'command-line', ...(options.key === undefined ? {} : { key: `entry/${options.key}` }) };
  const { entered, shown } = await atDesk({ settings, config, merchant, io }, async (desk) => ({
    entered: (await desk.book([given], { allowUnknown: options.allowUnknown ?? false }))[0],
    shown: await desk.show(entry.sku, pool),
  }));
  const refused = entered?.status === 'refused';
  const value = entered?.status === 'refused' && entered.fault === 'SKU_UNKNOWN' ? entry.sku : entry.units;
  const text = entered?.status === 'refused' ? stockFaultWords(entered.fault, { value })[merchant.language] : undefined;
  if (options.json === true)
    io.out(JSON.stringify({ ok: !refused, ...entered, ...(text === undefined ? {} : { text }), level: shown.level ?? null }));
  else if (text !== undefined)
    io.err(`${text}${entered?.status === 'refused' && entered.fault === 'SKU_UNKNOWN' ? ' (--allow-unknown)' : ''}`);
  else {
    if (entered?.status === 'repeated') io.out('This key was booked before: nothing changed.');
    if (entered?.status === 'older') io.out('A count that was made later stands: nothing changed.');
    for (const line of shownLines(entry.sku, shown, merchant.timeZone).slice(0, 1)) io.out(line);
  }
  return refused ? exitCodes.failed : exitCodes.fine;
}

export async function showCommand(sku: string, options: StockOptions, { settings, config, io }: Around): Promise<ExitCode> {
  const { merchant, pool } = choosePlace(config, options);
  const shown = await atDesk({ settings, config, merchant, io }, (desk) => desk.show(sku, pool));
  if (options.json === true) io.out(JSON.stringify({ ok: true, sku, ...shown }));
  else for (const line of shownLines(sku, shown, merchant.timeZone)) io.out(line);
  return exitCodes.fine;
}

function shownLines(sku: string, { pool, names, level, holdings, events }: StockShown, timeZone: string): readonly string[] {
  if (level === undefined) return [`${sku}: nothing was ever booked in pool ${pool}.`];
  const onHand = level.onHand === undefined ? 'not counted yet' : `${level.onHand} on hand`;
  const counted = level.lastCount === undefined ? '' : `, counted ${timeIn(timeZone, level.lastCount.notAfter)}`;
  return [
    `${sku} in pool ${pool}: ${onHand}, ${level.allocated} allocated${level.onHand === undefined ? '' : `, ${Math.max(0, level.onHand - level.allocated)} free before buffers`}${counted}`,
    ...(names.length > 1 ? [`  also known as ${names.join(', ')}`] : []),
    ...holdings.map(({ orderKey, allocated }) => `  ${orderKey} holds ${allocated}`),
    ...(events.length === 0 ? [] : ['  last events, oldest first:']),
    ...events.map(({ at, kind, units, source }) => `  ${timeIn(timeZone, at)}  ${kind.padEnd(10)} ${String(units).padStart(6)}  ${source}`),
  ];
}

export async function rebuildCommand(
  options: StockOptions & { readonly apply?: boolean },
  { settings, config, io }: Around,
): Promise<ExitCode> {
  const { merchant } = choosePlace(config, { ...options, pool: options.pool ?? poolsOf(config)[0] ?? 'default' });
  const report = await atDesk({ settings, config, merchant, io }, (desk) =>
    desk.rebuild({
      apply: options.apply ?? false,
      onProgress: (items) => (items % 5_000 === 0 ? io.err(`${items} items added up …`) : undefined),
    }),
  );
  const open = report.drifts > 0 && !report.repaired;
  if (options.json === true) io.out(JSON.stringify({ ok: !open, ...report }));
  else {
    for (const drift of report.firstDrifts) io.out(driftLine(drift));
    io.out(
      `${report.items} items, ${report.events} events: ${report.drifts === 0 ? 'every stored level is what its events add up to.' : `${report.drifts} differ.`}`,
    );
    if (open) io.out('Nothing was changed: put them right with --apply.');
    if (report.repaired) io.out('They were put right.');
  }
  return open ? exitCodes.failed : exitCodes.fine;
}

function poolsOf({ merchants }: Config): readonly string[] {
  return merchants.flatMap(({ pairs }) => pairs.map(({ stock }) => stock?.pool ?? 'default'));
}

function driftLine(drift: StockDrift): string {
  const { pool, item, rebuilt, stored } = drift;
  if (drift.of === 'order') return `${item} in pool ${pool}: ${drift.orderKey} holds ${drift.held}, its events say ${drift.booked}`;
  const was =
    stored === undefined ? 'nothing is stored' : `stored ${stored.onHand ?? 'uncounted'} on hand and ${stored.allocated} allocated`;
  return `${item} in pool ${pool}: ${was}, its events say ${rebuilt.onHand ?? 'uncounted'} and ${rebuilt.allocated}`;
}

export async function checkPatternCommand(
  options: StockOptions & { readonly pattern?: string },
  { settings, config, io }: Around,
): Promise<ExitCode> {
  const { merchant } = choosePlace(config, { pool: 'default', ...options, ...(options.pair === undefined ? {} : {}) });
  const pair = merchant.pairs.find(({ id }) => id === options.pair) ?? (merchant.pairs.length === 1 ? merchant.pairs[0] : undefined);
  if (pair === undefined)
    throw new ConfigError('The arguments cannot be used:', ['--pair is needed: it says whose articles are looked at']);
  const { count } = pair.stock ?? {};
  const pattern = options.pattern ?? (count?.from === 'article-note' ? count.pattern : undefined);
  if (pattern === undefined)
    throw new ConfigError('The arguments cannot be used:', ['--pattern is needed: the pair has none, such as "Bestand: {count}"']);
  const fault = notePatternFault(pattern);
  if (fault !== undefined) throw new ConfigError('The arguments cannot be used:', [`--pattern: ${fault}`]);
  const found = await atDesk({ settings, config, merchant, io }, (desk) =>
    desk.checkPattern({ pair: pair.id, pattern, timeZone: merchant.timeZone }),
  );
  if (found === undefined || found.articles === 0) {
    io.err('No article was read yet: run "megzo sync --once --dry-run" first; it reads the articles and writes nothing outside.');
    return exitCodes.failed;
  }
  if (options.json === true) io.out(JSON.stringify({ ok: true, pattern, ...found }));
  else for (const line of patternLines(pattern, found, merchant.language)) io.out(line);
  return exitCodes.fine;
}

function patternLines(pattern: string, found: PatternCheck, language: 'de' | 'en'): readonly string[] {
  const { examples } = found;
  return [
    `"${pattern}" in ${found.articles} articles, ${found.withNote} of them with a note:`,
    `  ${found.readable} give a figure${found.timed > 0 ? `, ${found.timed} of them with a time` : ''}`,
    ...examples.readable.slice(0, 5).map(({ sku, line, onHand }) => `      ${sku}: "${line}" → ${onHand}`),
    `  ${found.unreadable} begin like the pattern and cannot be read`,
    ...examples.unreadable.map(
      ({ sku, title, line, reason }) => `      ${sku} (${title}): "${line}": ${stockFaultWords(reason ?? '', { value: line })[language]}`,
    ),
    `  ${found.lookalikes} hold its word elsewhere in a line, which is not read`,
    ...examples.lookalikes.slice(0, 5).map(({ sku, line }) => `      ${sku}: "${line}"`),
    `  ${found.shared} share their number with another article, and ${found.numberless} have none: none of these is counted`,
  ];
}
