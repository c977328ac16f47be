/** Compares data member by member; absent members and members that are `undefined` are one. */
export function equal(actual: unknown, expected: unknown, about = 'answer'): void {
  const [seen, wanted] = [shown(actual), shown(expected)];
  if (seen !== wanted) throw new Error(`${about}: expected ${wanted}\nbut got ${seen}`);
}

/** Compares lists whose order is not promised. */
export function sameRows(actual: readonly unknown[], expected: readonly unknown[], about = 'rows'): void {
  equal(actual.map(shown).toSorted(), expected.map(shown).toSorted(), about);
}

export function isTrue(value: boolean, about: string): void {
  if (!value) throw new Error(`expected that ${about}`);
}

/** Passes if the work fails, however it does. */
export async function fails(work: () => Promise<unknown>, about: string): Promise<void> {
  const outcome = await work().then(
    () => 'resolved',
    () => 'rejected',
  );
  isTrue(outcome === 'rejected', `${about} is refused`);
}

/** Equal data gives equal text; unlike JSON it tells `undefined` from `null` and shows what JSON would hide. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? `${value}n` : String(value);
  const name = value.constructor === undefined || value.constructor.name === 'Object' ? '' : `${value.constructor.name} `;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([member, held]) => `${member}: ${shown(held)}`)
    .toSorted();
  return `${name}{ ${members.join(', ')} }`;
}
