/** How often each value stands in a list; values that do not are left out. */
export function tally<Value extends string>(values: readonly Value[]): Readonly<Partial<Record<Value, number>>> {
  const counts: Partial<Record<Value, number>> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
