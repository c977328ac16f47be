export type RawRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list that may be none, with their places: faults elsewhere in a file hide none in here. */
export function recordsIn(value: unknown, key: string): readonly { readonly record: RawRecord; readonly index: number }[] {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.flatMap((record: unknown, index) => (isRecord(record) ? [{ record, index }] : [])) : [];
}
