/** One field that two values of one kind do not share. Absent: it is not there. */
export interface FieldChange {
  /** Such as `lines[0].name`. */
  readonly path: string;
  readonly sent?: string;
  readonly now?: string;
}

/** Which fields differ, by path. Equal values give none. */
export function fieldDiff(sent: unknown, now: unknown): readonly FieldChange[] {
  const [before, after] = [flat(sent), flat(now)];
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    return was === is ? [] : [{ path, ...(was === undefined ? {} : { sent: was }), ...(is === undefined ? {} : { now: is }) }];
  });
}

function flat(value: unknown, path = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (Array.isArray(value)) for (const [place, member] of value.entries()) flat(member, `${path}[${place}]`, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) flat(member, path === '' ? name : `${path}.${name}`, into);
  } else if (value !== undefined) into.set(path, String(value));
  return into;
}
