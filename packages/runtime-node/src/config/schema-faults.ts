import { z } from 'zod';
import { nearest } from './nearest.ts';

export type Path = readonly (string | number)[];

/** Checks a value and says what is wrong with it, one sentence per fault, each with its place. */
export function faultsOf(schema: z.ZodType, value: unknown, placeOf: (path: Path) => Path = (path) => path): readonly string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.flatMap((issue) => faultsOfIssue(issue, { schema, value, placeOf }));
}

interface Checked {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly placeOf: (path: Path) => Path;
}

function faultsOfIssue(issue: z.core.$ZodIssue, { schema, value, placeOf }: Checked): readonly string[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => `${placeName(placeOf([...path, key]))}: there is no such key; ${proposal(key, known)}`);
  }
  const place = placeName(placeOf(path));
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    const union = path.at(-1) === issue.discriminator ? path.slice(0, -1) : path;
    const values = valuesAt(schema, union, issue.discriminator);
    return [`${placeName(placeOf([...union, issue.discriminator]))}: must be ${oneOf(values)}`];
  }
  if (valueAt(value, path) === undefined) return [`${place}: is missing`];
  if (issue.code === 'invalid_type') return [`${place}: must be of type ${issue.expected}`];
  if (issue.code === 'invalid_value') return [`${place}: must be ${oneOf(issue.values.map(String))}`];
  return [`${place}: ${issue.message}`];
}

/** `merchants[0].pairs[1].flows` */
export function placeName(path: Path): string {
  const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return name.replace(/^\./, '') || 'the file';
}

export function proposal(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known);
  return near === undefined ? `known here: ${known.join(', ') || 'none'}` : `did you mean "${near}"?`;
}

function oneOf(values: readonly string[]): string {
  return values.map((each) => `"${each}"`).join(' or ');
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined), value);
}

/** A schema as JSON Schema: the one form of it that can be walked whatever it was built with. */
interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  return [...new Set(schemasAt(schema, path).flatMap((node) => Object.keys(node.properties ?? {})))];
}

function valuesAt(schema: z.ZodType, path: Path, key: string): readonly string[] {
  return schemasAt(schema, path).flatMap((node) => {
    const value = node.properties?.[key]?.const;
    return typeof value === 'string' ? [value] : [];
  });
}

function schemasAt(schema: z.ZodType, path: Path): readonly JsonSchema[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return path.reduce<readonly JsonSchema[]>(
    (nodes, step) =>
      nodes.flatMap((node) => {
        const next = typeof step === 'number' ? node.items : node.properties?.[step];
        return next === undefined ? [] : variants(next);
      }),
    variants(root),
  );
}

function variants(node: JsonSchema): readonly JsonSchema[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  return [node, ...inner.flatMap(variants)];
}
