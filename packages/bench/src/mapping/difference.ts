import type { BenchOrder, Candidate } from './order.ts';

/** The first order of which two candidates make something else, in words; `undefined`: none. */
export async function differenceIn(candidates: readonly Candidate[], orders: readonly BenchOrder[]): Promise<string | undefined> {
  for (const order of orders) {
    const [first, ...others] = await Promise.all(candidates.map(async ({ name, map }) => ({ name, made: textOf(await map(order)) })));
    const other = others.find(({ made }) => made !== first?.made);
    if (other !== undefined) return `order ${order.id}\n${first?.name}: ${first?.made}\n${other.name}: ${other.made}`;
  }
  return undefined;
}

/** Members in one order, whoever made them. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
