import { type Path, placeName } from './schema-faults.ts';

export interface Resolved {
  readonly value: unknown;
  readonly faults: readonly string[];
  /** Places whose variable is not set: their value cannot be judged further. */
  readonly unset: ReadonlySet<string>;
}

/** Puts the environment's values in place of `env:NAME`, at any depth. */
export function resolveReferences(given: unknown, variables: Readonly<Record<string, string | undefined>>, place: Path): Resolved {
  const faults: string[] = [];
  const unset = new Set<string>();
  return { value: walk(given, place), faults, unset };

  function walk(value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
    }
    return typeof value === 'string' && value.startsWith('env:') ? lookUp(value.slice('env:'.length), path) : value;
  }

  function lookUp(name: string, path: Path): unknown {
    const value = variables[name];
    if (value !== undefined && value !== '') return value;
    unset.add(placeName(path));
    faults.push(
      name === ''
        ? `${placeName(path)}: "env:" needs the name of a variable, as in env:LEXOFFICE_API_KEY`
        : `${placeName(path)}: the environment variable ${name} is not set`,
    );
    return value;
  }
}
