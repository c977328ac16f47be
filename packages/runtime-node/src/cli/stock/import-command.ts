import { type ImportReport, readCountInstant, type Span } from '@megzo/core';
import { ConfigError } from '../../config/config-error.ts';
import type { Config } from '../../config/config-file.ts';
import type { Settings } from '../../config/environment.ts';
import { type Encoding, encodings } from '../../stock-file/encoding.ts';
import { openStockFile } from '../../stock-file/read-stock-file.ts';
import { type ExitCode, exitCodes, type Io } from '../io.ts';
import { timeIn } from '../time-in.ts';
import { causeText, faultText, importLines } from './import-text.ts';
import { atDesk, choosePlace, type StockOptions } from './stock-place.ts';

export interface ImportOptions extends StockOptions {
  readonly apply?: boolean;
  readonly skipBadRows?: boolean;
  readonly allowUnknown?: boolean;
  readonly encoding?: string;
  readonly countedAt?: string;
}

/** Counts from a file: shown first, booked with `--apply`. A file that is refused books nothing; one that was interrupted is repeated. */
export async function importCommand(
  path: string,
  options: ImportOptions,
  { settings, config, io }: { readonly settings: Settings; readonly config: Config; readonly io: Io },
): Promise<ExitCode> {
  const { merchant, pool, pools } = choosePlace(config, options);
  const encoding = encodingOf(options.encoding);
  const given = countedAt(options.countedAt, merchant.timeZone);
  const file = await openStockFile(path, encoding === undefined ? {} : { encoding });
  const written = Math.min(file.writtenAt, Date.now());
  const counted = given ?? { notBefore: written, notAfter: written };
  if (options.json !== true) {
    io.err(
      `Rows without a time of their own count as of ${timeIn(merchant.timeZone, counted.notAfter)}${given === undefined ? ', when the file was last changed' : ''}.`,
    );
  }
  const report = await atDesk({ settings, config, merchant, io }, (desk) =>
    desk.importCounts({
      ...{ file: file.hash, rows: file.rows(), counted, again: given !== undefined, timeZone: merchant.timeZone, pool, pools },
      onProgress: (rows) => (rows % 4_000 === 0 ? io.err(`${rows} rows are booked …`) : undefined),
      ...{ apply: options.apply ?? false, skipBadRows: options.skipBadRows ?? false, allowUnknown: options.allowUnknown ?? false },
    }),
  );
  if (options.json === true) io.out(JSON.stringify(asJson(report, merchant.language)));
  else for (const line of importLines(report, { language: merchant.language, file: path })) io.out(line);
  return isWhole(report) ? exitCodes.fine : exitCodes.failed;
}

function isWhole({ status }: ImportReport): boolean {
  return status === 'applied' || status === 'looked';
}

function asJson(report: ImportReport, language: 'de' | 'en'): object {
  const { firstFaults, cause, ...figures } = report;
  return {
    ok: isWhole(report),
    ...figures,
    ...(cause === undefined ? {} : { cause: causeText(cause) }),
    firstFaults: firstFaults.map((fault) => ({ ...fault, text: faultText(fault, language) })),
  };
}

function encodingOf(given: string | undefined): Encoding | undefined {
  const found = encodings.find((one) => one === given?.toLowerCase());
  if (given === undefined || found !== undefined) return found;
  throw new ConfigError('The arguments cannot be used:', [`--encoding ${given}: must be ${encodings.join(', ')}`]);
}

function countedAt(given: string | undefined, timeZone: string): Span | undefined {
  if (given === undefined) return undefined;
  const span = readCountInstant(timeZone, given);
  if (span === undefined) {
    throw new ConfigError('The arguments cannot be used:', [
      `--counted-at ${given}: write it like 2026-11-26T14:30:00+01:00 or "26.11.2026 14:30"`,
    ]);
  }
  if (span.notBefore > Date.now()) throw new ConfigError('The arguments cannot be used:', [`--counted-at ${given}: lies in the future`]);
  return span;
}
