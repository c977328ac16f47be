/** Why the embedded server could not be started, with what to do about it in the message. */
export class EmbeddedPostgresError extends Error {
  override readonly name: string = 'EmbeddedPostgresError';
}

export type Holder = {
  /** The PostgreSQL server process. */
  readonly pid: number;
  readonly startedAt: Date;
  readonly port: number;
  /** The Node process that started it; missing where the system does not show other processes' arguments. */
  readonly ownerPid?: number;
};

/** The data folder is in use by a running server: refuse the second start, or join with `joinEmbeddedPostgres`. */
export class EmbeddedPostgresHeld extends EmbeddedPostgresError {
  override readonly name = 'EmbeddedPostgresHeld';
  readonly pid: number;
  readonly startedAt: Date;
  readonly port: number;
  readonly ownerPid: number | undefined;

  constructor(folder: string, holder: Holder) {
    const owner = holder.ownerPid === undefined ? '' : ` by process ${holder.ownerPid}`;
    super(
      `The database in ${folder} is already in use: PostgreSQL process ${holder.pid}, started ${holder.startedAt.toISOString()}${owner}. ` +
        `Stop ${holder.ownerPid === undefined ? 'the program that started it' : `process ${holder.ownerPid}`} first, or choose another data folder.`,
    );
    this.pid = holder.pid;
    this.startedAt = holder.startedAt;
    this.port = holder.port;
    this.ownerPid = holder.ownerPid;
  }
}

/** The `code` of a Node error. Not by `instanceof`: under Jest such errors come from another realm. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** For a cluster that we may not read. */
export function belongsToAnother(pgDir: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `${pgDir} cannot be read (${errorCode(cause)}): it belongs to another user. Start as the user who started the service first, or as root.`,
    { cause },
  );
}
