import type { Log } from '@megzo/core';
import { pino } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One JSON object per line on standard error: standard output is a command's own. Text is constant, what varies stands in fields. */
export function createLog(from: LogLevel): Log {
  // Written at once: a process that ends right after a line has still said it.
  const logger = pino(
    { level: from, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'text' },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    debug: (text, fields) => logger.debug(fields ?? {}, text),
    info: (text, fields) => logger.info(fields ?? {}, text),
    warn: (text, fields) => logger.warn(fields ?? {}, text),
    error: (text, fields) => logger.error(fields ?? {}, text),
  };
}
