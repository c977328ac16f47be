/** The candidate that a typing mistake most likely meant, or nothing where none is near. */
export function nearest(typed: string, candidates: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(typed.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || distance < best.distance) best = { candidate, distance };
  }
  const farthest = Math.max(2, Math.floor(typed.length / 3));
  if (best === undefined) return undefined;
  const abbreviated = typed.length >= 3 && best.candidate.toLowerCase().startsWith(typed.toLowerCase());
  return abbreviated || best.distance <= farthest ? best.candidate : undefined;
}

/** Insertions, deletions and substitutions from one text to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [place, other] of [...to].entries()) {
      const substituted = (row[place] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(substituted, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
