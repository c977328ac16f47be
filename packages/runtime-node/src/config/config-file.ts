import { readFile } from 'node:fs/promises';
import { ConfigError } from './config-error.ts';
import { type ConfigShape, configSchema, type MerchantShape, type PairShape } from './config-schema.ts';
import { resolveReferences } from './env-references.ts';
import { jsonFaultAt } from './json-fault.ts';
import type { KnownAdapters } from './known-adapters.ts';
import { linkFaults } from './link-faults.ts';
import { isRecord, recordsIn } from './raw-records.ts';
import { faultsOf, type Path, placeName, proposal } from './schema-faults.ts';

export interface ConnectionConfig {
  readonly id: string;
  readonly adapter: string;
  /** References resolved, budget and timing merged in, checked by the adapter's schema. */
  readonly options: Readonly<Record<string, unknown>>;
}

export type PairConfig = PairShape;

export interface MerchantConfig extends Omit<MerchantShape, 'connections' | 'name'> {
  readonly name: string;
  readonly connections: readonly ConnectionConfig[];
}

/** Who is kept in step with what. */
export interface Config {
  readonly merchants: readonly MerchantConfig[];
}

export interface ConfigWorld {
  readonly adapters: KnownAdapters;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Reads and checks a configuration file. Throws ConfigError that names every fault with its place and the nearest valid choice. */
export async function readConfigFile(path: string, world: ConfigWorld): Promise<Config> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const code = isRecord(error) ? String(error.code) : 'unknown';
    throw new ConfigError(`The configuration file ${path} cannot be read:`, [
      code === 'ENOENT' ? 'there is no such file; check the path given with --config' : `the system answered ${code}`,
    ]);
  });
  return parseConfig(text, { ...world, name: path });
}

export function parseConfig(text: string, { adapters, variables, name }: ConfigWorld & { readonly name: string }): Config {
  const what = `The configuration file ${name} cannot be used:`;
  const raw = parseJson(text, what);
  const shape = configSchema.safeParse(raw);
  const connections = rawConnections(raw).map((each) => checkConnection(each, { adapters, variables }));
  const faults = [...faultsOf(configSchema, raw), ...connections.flatMap((connection) => connection.faults), ...linkFaults(raw, adapters)];
  if (!shape.success || faults.length > 0) throw new ConfigError(what, faults);
  return { merchants: shape.data.merchants.map((merchant, index) => withOptions(merchant, index, connections)) };
}

function withOptions(merchant: ConfigShape['merchants'][number], index: number, checked: readonly CheckedConnection[]): MerchantConfig {
  return {
    ...merchant,
    name: merchant.name ?? merchant.id,
    connections: merchant.connections.map(({ id, adapter }, place) => ({
      id,
      adapter,
      options: checked.find((each) => each.merchant === index && each.place === place)?.options ?? {},
    })),
  };
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = jsonFaultAt(text);
    throw new ConfigError(what, [`line ${line}, column ${column}: this is no valid JSON`]);
  }
}

interface RawConnection {
  readonly merchant: number;
  readonly place: number;
  readonly raw: Readonly<Record<string, unknown>>;
}

interface CheckedConnection extends Omit<RawConnection, 'raw'> {
  readonly options: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
}

function rawConnections(raw: unknown): readonly RawConnection[] {
  return recordsIn(raw, 'merchants').flatMap(({ record, index: merchant }) =>
    recordsIn(record, 'connections').map(({ record: connection, index: place }) => ({ merchant, place, raw: connection })),
  );
}

/** The adapter's own schema decides about its options, however much else in the file is wrong. */
function checkConnection({ merchant, place, raw }: RawConnection, { adapters, variables }: ConfigWorld): CheckedConnection {
  const at: Path = ['merchants', merchant, 'connections', place];
  const checked = { merchant, place, options: {} };
  if (typeof raw.adapter !== 'string') return { ...checked, faults: [] };
  const adapter = adapters.get(raw.adapter);
  if (adapter === undefined) {
    const fault = `${placeName([...at, 'adapter'])}: there is no adapter "${raw.adapter}"; ${proposal(raw.adapter, [...adapters.keys()])}`;
    return { ...checked, faults: [fault] };
  }
  if (!isRecord(raw.options)) return { ...checked, faults: [] };
  const misplaced = besides.filter((key) => isRecord(raw.options) && key in raw.options);
  const given = resolveReferences({ ...raw.options }, variables, [...at, 'options']);
  const options = { ...(isRecord(given.value) ? given.value : {}), ...beside(raw) };
  const placeOf = (path: Path): Path => (besides.some((key) => key === path[0]) ? [...at, ...path] : [...at, 'options', ...path]);
  const faults = faultsOf(adapter.options, options, placeOf).filter(
    (fault) => ![...given.unset].some((unset) => fault.startsWith(`${unset}:`)),
  );
  return {
    ...checked,
    options,
    faults: [
      ...given.faults,
      ...faults,
      ...misplaced.map((key) => `${placeName([...at, 'options', key])}: stands beside "options", not inside it`),
    ],
  };
}

/** What an operator may set on every connection, beside the adapter's own options. */
const besides = ['budget', 'timing'] as const;

function beside(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(besides.flatMap((key) => (raw[key] === undefined ? [] : [[key, raw[key]]])));
}
