/** Beyond this many characters two names are compared by their beginning alone. */
export const comparedMax = 60;

/** The choice that is spelled most alike, if any is alike enough to be meant. */
export function nearest(text: string, choices: readonly string[]): string | undefined {
  const wanted = text.slice(0, comparedMax).toLowerCase();
  const end = lastPart(wanted);
  const farthest = Math.max(3, wanted.length / 2);
  let best: { readonly choice: string; readonly distance: number } | undefined;
  for (const choice of choices) {
    const candidate = choice.slice(0, comparedMax).toLowerCase();
    const letters = editDistance(wanted, candidate);
    // A path whose last part is right, or nearly, was meant to be that field, whatever stands before it.
    const distance = lastPart(candidate) === end ? letters / comparedMax : lastPart(candidate).endsWith(end) ? letters - 2 : letters;
    if (distance <= farthest && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { choice, distance };
  }
  return best?.choice;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Letters to add, drop, change or swap with their neighbour. */
export function editDistance(left: string, right: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      next.push(cost);
    }
    beforeLast = last;
    last = next;
  }
  return last[right.length] ?? 0;
}
