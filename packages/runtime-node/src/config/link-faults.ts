import type { AdapterRole, KnownAdapters } from './known-adapters.ts';
import { isRecord, type RawRecord, recordsIn } from './raw-records.ts';
import { type Path, placeName, proposal } from './schema-faults.ts';
import { stockLinkFaults } from './stock-link-faults.ts';

/** What is wrong between the parts of a file: names given twice, pairs that name no or the wrong connection. */
export function linkFaults(raw: unknown, adapters: KnownAdapters): readonly string[] {
  const merchants = recordsIn(raw, 'merchants');
  return [
    ...duplicates(merchants, ['merchants']),
    ...merchants.flatMap(({ record, index }) => merchantFaults(record, ['merchants', index], adapters)),
  ];
}

function merchantFaults(merchant: RawRecord, at: Path, adapters: KnownAdapters): readonly string[] {
  const connections = recordsIn(merchant, 'connections');
  const pairs = recordsIn(merchant, 'pairs');
  const adapterOf = new Map(connections.map(({ record }) => [String(record.id), String(record.adapter)]));
  return [
    ...duplicates(connections, [...at, 'connections']),
    ...duplicates(pairs, [...at, 'pairs']),
    ...pairs.flatMap(({ record, index }) =>
      pairFaults(record, [...at, 'pairs', index], { adapterOf, adapters, poolBuffer: hasBuffer(merchant.stock) }),
    ),
    ...sharedChannels(pairs, [...at, 'pairs']),
    ...stockLinkFaults(pairs, [...at, 'pairs']),
  ];
}

interface Known {
  /** Connection id → adapter name. */
  readonly adapterOf: ReadonlyMap<string, string>;
  readonly adapters: KnownAdapters;
  /** The merchant says what is kept back where a channel does not. */
  readonly poolBuffer?: boolean;
}

function pairFaults(pair: RawRecord, at: Path, known: Known): readonly string[] {
  const payments = Array.isArray(pair.payments) ? pair.payments : [];
  return [
    ...linkFault(pair.invoicing, [...at, 'invoicing'], 'invoicing', known),
    ...linkFault(pair.channel, [...at, 'channel'], 'channel', known),
    ...linkFault(pair.courier, [...at, 'courier'], 'courier', known),
    ...(isRecord(pair.stock) && isRecord(pair.stock.count)
      ? linkFault(pair.stock.count.connection, [...at, 'stock', 'count', 'connection'], 'stock-source', known)
      : []),
    ...payments.flatMap((payment: unknown, index) => linkFault(payment, [...at, 'payments', index], 'payment', known)),
    ...(isRecord(pair.flows) && pair.flows.stock === true && pair.stock === undefined
      ? [`${placeName([...at, 'stock'])}: is missing, while flows.stock is on: it says where counts come from and what is kept back`]
      : []),
    ...(isRecord(pair.stock) && !hasBuffer(pair.stock) && known.poolBuffer !== true
      ? [
          `${placeName([...at, 'stock', 'buffer'])}: is missing, and the merchant has none either: it says what is kept back; { "kind": "fixed", "units": 0 } keeps back nothing`,
        ]
      : []),
  ];
}

function hasBuffer(stock: unknown): boolean {
  return isRecord(stock) && stock.buffer !== undefined;
}

function linkFault(named: unknown, at: Path, role: AdapterRole, { adapterOf, adapters }: Known): readonly string[] {
  if (typeof named !== 'string') return [];
  const adapter = adapterOf.get(named);
  if (adapter === undefined) {
    return [`${placeName(at)}: this merchant has no connection "${named}"; ${proposal(named, [...adapterOf.keys()])}`];
  }
  const actual = adapters.get(adapter)?.role;
  if (actual === undefined || actual === role) return [];
  const fitting = [...adapters].filter(([, each]) => each.role === role).map(([name]) => name);
  return [
    `${placeName(at)}: "${named}" is a connection of adapter ${adapter} (${actual}), and ${role} is needed: ${fitting.join(', ') || 'no adapter has that role yet'}`,
  ];
}

function duplicates(list: readonly { readonly record: RawRecord; readonly index: number }[], at: Path): readonly string[] {
  const first = new Map<unknown, number>();
  return list.flatMap(({ record, index }) => {
    if (typeof record.id !== 'string') return [];
    const standing = first.get(record.id);
    if (standing === undefined) first.set(record.id, index);
    return standing === undefined
      ? []
      : [`${placeName([...at, index, 'id'])}: "${record.id}" is the id of ${placeName([...at, standing])} already`];
  });
}

/** One channel order becomes one sales order, so its channel feeds orders to one pair alone. */
function sharedChannels(pairs: readonly { readonly record: RawRecord; readonly index: number }[], at: Path): readonly string[] {
  const first = new Map<unknown, number>();
  return pairs.flatMap(({ record, index }) => {
    if (!isRecord(record.flows) || record.flows.orders !== true || typeof record.channel !== 'string') return [];
    const standing = first.get(record.channel);
    if (standing === undefined) first.set(record.channel, index);
    return standing === undefined
      ? []
      : [
          `${placeName([...at, index, 'flows', 'orders'])}: the orders of "${record.channel}" go to ${placeName([...at, standing])} already`,
        ];
  });
}
