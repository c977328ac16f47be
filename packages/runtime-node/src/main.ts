#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCli } from './cli/program.ts';

// What lives is a page and small, what passes through is large: left alone, the engine lets four times as much garbage pile
// up as there is life. Collecting sooner costs little and keeps a process that serves many merchants small.
setFlagsFromString('--heap-growing-percent=40');

const ending = new AbortController();
/** npm and process groups hand one Ctrl-C on twice: only a second one after this time, ms, means "at once". */
const repeatedAfterMs = 2_000;
let askedAt: number | undefined;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    askedAt ??= Date.now();
    ending.abort(new Error(`asked to end by ${signal}`));
    if (Date.now() - askedAt > repeatedAfterMs) process.exit(130);
  });
}

// Who reads the result may have seen enough, as `head` does: the work goes on to its end, and its exit code tells how it went.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  variables: process.env,
  signal: ending.signal,
});

/** A connection to something that is gone may linger; the result stands, so that the process need not wait for it, ms. */
const lingerMs = 5_000;
setTimeout(() => process.exit(), lingerMs).unref();
