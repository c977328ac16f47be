/** Steps that take back what the open transaction wrote, newest last. */
export type UndoLog = (() => void)[];

/** Rows under an id within a scope, such as articles within a connection. */
export interface Table<Row> {
  get(scope: string, id: string): Row | undefined;
  set(scope: string, id: string, row: Row): void;
  /** `false`: it was not there. */
  delete(scope: string, id: string): boolean;
  /** Scopes that hold a row, compared as text. */
  scopes(): readonly string[];
  /** By id, compared as text. */
  rows(scope: string): readonly Row[];
  /** At most `limit` rows by id after `after`. */
  page(scope: string, after: string | undefined, limit: number, wanted?: (row: Row) => boolean): readonly Row[];
  /** Rows with one of the keys in an index, by id. */
  by(index: string, scope: string, keys: readonly string[]): readonly Row[];
}

/** Keys of a row in each index, by the index's name. */
export type Indexes<Row> = Readonly<Record<string, (row: Row) => readonly string[]>>;

interface Partition<Row> {
  readonly rows: Map<string, Row>;
  readonly ids: Map<string, Set<string>>;
  /** Sorted ids, made when asked for and dropped when an id comes or goes. */
  sorted: readonly string[] | undefined;
}

export function createTable<Row>(undo: UndoLog, indexes: Indexes<Row> = {}): Table<Row> {
  const partitions = new Map<string, Partition<Row>>();

  function partitionOf(scope: string): Partition<Row> {
    let partition = partitions.get(scope);
    if (partition === undefined) {
      partition = { rows: new Map(), ids: new Map(), sorted: undefined };
      partitions.set(scope, partition);
    }
    return partition;
  }

  function write(partition: Partition<Row>, id: string, row: Row | undefined): void {
    const before = partition.rows.get(id);
    if ((before === undefined) !== (row === undefined)) partition.sorted = undefined;
    if (before !== undefined) for (const key of indexKeys(indexes, before)) partition.ids.get(key)?.delete(id);
    if (row === undefined) {
      partition.rows.delete(id);
      return;
    }
    partition.rows.set(id, row);
    for (const key of indexKeys(indexes, row)) {
      const ids = partition.ids.get(key) ?? new Set();
      partition.ids.set(key, ids.add(id));
    }
  }

  function change(scope: string, id: string, row: Row | undefined): void {
    const partition = partitionOf(scope);
    const before = partition.rows.get(id);
    undo.push(() => write(partition, id, before));
    write(partition, id, row);
  }

  function sortedIds(scope: string): readonly string[] {
    const partition = partitionOf(scope);
    partition.sorted ??= [...partition.rows.keys()].sort();
    return partition.sorted;
  }

  const table: Table<Row> = {
    get: (scope, id) => partitions.get(scope)?.rows.get(id),
    set: change,
    delete: (scope, id) => {
      if (table.get(scope, id) === undefined) return false;
      change(scope, id, undefined);
      return true;
    },
    scopes: () => [...partitions].flatMap(([scope, { rows }]) => (rows.size > 0 ? [scope] : [])).sort(),
    rows: (scope) => found(table, scope, sortedIds(scope)),
    page: (scope, after, limit, wanted = () => true) => {
      const ids = sortedIds(scope);
      const page: Row[] = [];
      for (let place = after === undefined ? 0 : placeAfter(ids, after); place < ids.length && page.length < limit; place++) {
        const row = table.get(scope, ids[place] as string);
        if (row !== undefined && wanted(row)) page.push(row);
      }
      return page;
    },
    by: (index, scope, keys) => {
      const partition = partitionOf(scope);
      const ids = new Set(keys.flatMap((key) => [...(partition.ids.get(indexKey(index, key)) ?? [])]));
      return found(table, scope, [...ids].sort());
    },
  };
  return table;
}

/** Makes one scope or id of several parts that never runs into another one. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

/** Whole numbers as text that sorts like them. */
export function numberKey(value: number): string {
  return String(value).padStart(16, '0');
}

function found<Row>(table: Table<Row>, scope: string, ids: readonly string[]): readonly Row[] {
  return ids.flatMap((id) => {
    const row = table.get(scope, id);
    return row === undefined ? [] : [row];
  });
}

function indexKeys<Row>(indexes: Indexes<Row>, row: Row): readonly string[] {
  return Object.entries(indexes).flatMap(([index, keysOf]) => keysOf(row).map((key) => indexKey(index, key)));
}

function indexKey(index: string, key: string): string {
  return `${index}/${key}`;
}

function placeAfter(ids: readonly string[], after: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] as string) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
