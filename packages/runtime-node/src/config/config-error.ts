/** The environment or the configuration file cannot be used. Every fault is named, so that one round of mending is enough. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(what: string, faults: readonly string[]) {
    super(`${what}\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}
