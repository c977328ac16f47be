/** Share of the beat by which neighbours in rank are apart: the golden ratio spreads any number of pairs evenly. */
const step = 0.6180339887498949;

/** The next instant of a pair's own place in the beat, so that not all pairs run at once. Later than `now`. */
export function nextSlot(now: number, rank: number, beatMs: number): number {
  const offset = Math.floor(((rank * step) % 1) * beatMs);
  const slot = Math.floor((now - offset) / beatMs) * beatMs + offset + beatMs;
  return slot > now ? slot : slot + beatMs;
}
