/**
 * Chances, as binary floats: they are estimates of demand and no amounts, and a rounding error of 1e-15 moves no buffer. No
 * money passes through here.
 */

/** Channels that share one pool. Each shows `available − buffer` units until it learns what the others sold. */
export interface SharedShelf {
  /** Units free to sell when the window begins: on hand − allocated. */
  readonly available: number;
  readonly buffer: number;
  /** Units that shoppers ask for within one window, on average, per channel. */
  readonly demands: readonly number[];
}

/**
 * How likely more is sold within one window (from a sale until the other channels know) than is there: demand is Poisson, a
 * channel sells at most what it shows, so P(Σ min(Nᵢ, q) > A) with q = A − B. One channel alone never sells too much.
 */
export function oversellProbability({ available, buffer, demands }: SharedShelf): number {
  const shown = available - buffer;
  if (shown <= 0 || shown * demands.length <= available) return 0;
  const sold = demands.map((mean) => cappedPoisson(mean, shown)).reduce(convolve, [1]);
  return Math.min(
    1,
    sold.slice(available + 1).reduce((sum, share) => sum + share, 0),
  );
}

/**
 * The same for the stock level at which it is likeliest. With k channels nothing can go wrong up to A = B·k/(k−1), where the
 * shelves together show no more than there is; beyond A = 2B + 1 it only becomes less likely, since each outcome that
 * oversells A + 1 units oversells A units too.
 */
export function worstOversell(buffer: number, demands: readonly number[]): { readonly probability: number; readonly available: number } {
  let worst = { probability: 0, available: 0 };
  if (demands.length < 2) return worst;
  const from = Math.floor((buffer * demands.length) / (demands.length - 1)) + 1;
  for (let available = from; available <= 2 * buffer + 1; available += 1) {
    const probability = oversellProbability({ available, buffer, demands });
    if (probability > worst.probability) worst = { probability, available };
  }
  return worst;
}

/** The smallest number of units that demand stays at or below in `share` of all windows. */
export function demandQuantile(mean: number, share: number): number {
  let [units, below] = [0, poisson(mean, 0)];
  while (below < share && units < mean * 2 + 1_000) {
    units += 1;
    below += poisson(mean, units);
  }
  return units;
}

/** Chances of 0 … `cap` units, all demand beyond the cap counted at the cap. */
function cappedPoisson(mean: number, cap: number): readonly number[] {
  const shares = Array.from({ length: cap }, (_, units) => poisson(mean, units));
  const below = shares.reduce((sum, share) => sum + share, 0);
  return [...shares, Math.max(0, 1 - below)];
}

/** By logarithms: e^−m alone is 0 from m = 746 on. */
function poisson(mean: number, units: number): number {
  if (mean === 0) return units === 0 ? 1 : 0;
  return Math.exp(units * Math.log(mean) - mean - logFactorial(units));
}

const logFactorials = [0];
function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1) logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[n] ?? 0;
}

function convolve(left: readonly number[], right: readonly number[]): readonly number[] {
  const sums = new Array<number>(left.length + right.length - 1).fill(0);
  for (const [i, a] of left.entries()) {
    for (const [j, b] of right.entries()) sums[i + j] = (sums[i + j] ?? 0) + a * b;
  }
  return sums;
}
