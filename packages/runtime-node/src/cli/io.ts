/** The process around a command, replaceable in tests. */
export interface Io {
  /** One line of the result. */
  out(line: string): void;
  /** One line of progress or trouble. */
  err(line: string): void;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

export const exitCodes = {
  fine: 0,
  /** Something failed, or was found not to work. */
  failed: 1,
  /** Arguments, environment or configuration cannot be used: nothing was tried. */
  unusable: 2,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
