import type { MappingRecord, Read, Value } from './value.ts';

/** Reads own members alone, so that no prototype answers; whole objects are no values. */
export function readField(path: string): (record: MappingRecord) => Value {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return (record) => own(record, first);
  if (rest.length === 1) {
    const [second = ''] = rest;
    return (record) => own(member(record, first), second);
  }
  const last = rest.pop() ?? '';
  return (record) => {
    let at = member(record, first);
    for (const key of rest) at = member(at, key);
    return own(at, last);
  };
}

/** Reads a path of the record, or a named value of the block. */
export function reader(path: string, namedValues: ReadonlyMap<string, Read>): Read {
  if (path.startsWith(namedPrefix)) {
    const read = namedValues.get(path.slice(namedPrefix.length));
    // An unknown name has no value, like an unknown path: the check at save tells both.
    return read ?? (() => undefined);
  }
  const field = readField(path);
  return (frame) => field(frame.record);
}

export const namedPrefix = 'named.';

type Member = MappingRecord | string | number | boolean | undefined;

function member(from: Member, key: string): Member {
  return typeof from === 'object' && Object.hasOwn(from, key) ? from[key] : undefined;
}

function own(from: Member, key: string): Value {
  const value = member(from, key);
  return typeof value === 'object' ? undefined : value;
}
