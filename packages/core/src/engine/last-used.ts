/** Keeps a number of values; the one that was not used for the longest time goes first. */
export interface LastUsed<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

export function lastUsed<Value>(max: number): LastUsed<Value> {
  // A Map keeps the order of insertion: the last used stands last.
  const values = new Map<string, Value>();

  function set(key: string, value: Value): void {
    values.delete(key);
    values.set(key, value);
    const [oldest] = values.keys();
    if (values.size > max && oldest !== undefined) values.delete(oldest);
  }

  return {
    get: (key) => {
      const value = values.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
  };
}
