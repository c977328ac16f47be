/** How fast several ways to do one thing are, in things per CPU second. */
export interface Speed {
  readonly name: string;
  /** Median of the rounds. */
  readonly perCpuSecond: number;
  /** Between the first and the third quartile, as a part of the median. */
  readonly spread: number;
}

export interface Work {
  readonly name: string;
  /** Does a piece of work and answers how many things it did. */
  readonly run: () => number | Promise<number>;
}

export interface Rounds {
  readonly rounds: number;
  /** CPU time of one way in one round, ms. */
  readonly roundMs: number;
  /** CPU time that the process has used, ms. */
  readonly cpuMs: () => number;
}

/** Every round runs every way, each time in another order, so that whatever else the machine does meets them all alike. */
export async function measure(works: readonly Work[], { rounds, roundMs, cpuMs }: Rounds): Promise<readonly Speed[]> {
  const speeds = new Map<string, number[]>(works.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const index of works.keys()) {
      const work = works[(index + round + works.length) % works.length] as Work;
      const began = cpuMs();
      let done = 0;
      while (cpuMs() - began < roundMs) done += await work.run();
      // The first round only warms up.
      if (round >= 0) speeds.get(work.name)?.push((done * 1_000) / (cpuMs() - began));
    }
  }
  return works.map(({ name }) => {
    const sorted = (speeds.get(name) ?? []).toSorted((a, b) => a - b);
    const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
    return { name, perCpuSecond: at(0.5), spread: (at(0.75) - at(0.25)) / at(0.5) };
  });
}
