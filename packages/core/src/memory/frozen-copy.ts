const ours = new WeakSet<object>();

/**
 * A deeply frozen copy without absent members, as a database would give it back: neither who wrote a row nor who read it
 * can change what is stored. What was frozen here before is handed on as it is.
 */
export function frozenCopy<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ours.has(value)) return value;
  const copy = Array.isArray(value)
    ? value.map(copied)
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== undefined)
          .map(([name, member]) => [name, copied(member)]),
      );
  ours.add(copy);
  return Object.freeze(copy);
}
