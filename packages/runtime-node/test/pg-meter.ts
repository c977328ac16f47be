import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { makeWorkerUtils } from 'graphile-worker';

/** What a database has done so far. */
export interface Work {
  /** Transactions that wrote: each is made durable before its caller goes on. */
  readonly commits: number;
  /** Times that the log of changes was written and flushed to disk. One flush may serve several commits, and none is needed by reads. */
  readonly walWrites: number;
  readonly walFlushes: number;
}

/** The server's own numbers; those of a connection are complete once it is closed. */
export async function workOf(url: string): Promise<Work> {
  const utils = await makeWorkerUtils({ connectionString: url, maxPoolSize: 1 });
  try {
    return await utils.withPgClient(async (client) => {
      const ask = async (sql: string) => (await client.query<Record<string, string>>(sql)).rows[0] ?? {};
      const { version } = await ask(`SELECT current_setting('server_version_num') AS version`);
      // 18 moved them from one view to another, which tells the connections from the server's own processes.
      const { writes, flushes } = await ask(
        Number(version) >= 180_000
          ? `SELECT sum(writes) AS writes, sum(fsyncs) AS flushes FROM pg_stat_io WHERE object = 'wal' AND backend_type = 'client backend'`
          : 'SELECT wal_write AS writes, wal_sync AS flushes FROM pg_stat_wal',
      );
      const { next } = await ask('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
      return { commits: Number(next), walWrites: Number(writes), walFlushes: Number(flushes) };
    });
  } finally {
    await utils.release();
  }
}

export interface Meter {
  /** The same database, by way of the meter. */
  through(url: string): string;
  /** Messages that a client waits for an answer to: `Query` and `Sync` of the wire protocol. */
  readonly roundTrips: number;
  close(): Promise<void>;
}

/** Stands between a client and the server at this address and counts round trips. */
export async function startMeter(serverUrl: string): Promise<Meter> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let roundTrips = 0;
  const listener = createServer((client) => {
    const server = connect(Number(port), hostname);
    const count = messageCounter(() => {
      roundTrips += 1;
    });
    client.on('data', count);
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined).on('close', () => [client, server].map((one) => one.destroy()) && sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String((listener.address() as AddressInfo).port) }).href,
    get roundTrips() {
      return roundTrips;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Reads the frames of a client: the first has a length alone, the others a letter before it. */
function messageCounter(found: () => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      const letter = String.fromCharCode(rest[0] ?? 0);
      if (started && (letter === 'Q' || letter === 'S')) found();
      started = true;
      rest = rest.subarray(length);
    }
  };
}
