import type { MerchantId } from '../kernel/ids.ts';
import type { Store, Tx } from '../ports/store.ts';
import { promised } from './at-once.ts';
import { createDirectory } from './directory.ts';
import { createMerchantRows, type MerchantRows } from './merchant-rows.ts';

/** A store in memory, for tests, simulations and first steps. Nothing outlives it. */
export interface MemoryStore extends Store {
  /** The same rows through a worker that can die. */
  connect(worker: string): Store;
  /**
   * The worker dies: its open transactions roll back, others go on, and no promise that it was given resolves or rejects
   * any more. The name can connect again.
   */
  kill(worker: string): void;
  /** Marks this moment, as a backup of the committed rows does. */
  backup(): MemoryBackup;
  /**
   * Puts all rows back to that moment: everything committed since is forgotten. Workers live on; a transaction that is open
   * meanwhile is our own mistake and throws. Which account belongs to whom, and who is alive, is no part of a backup.
   */
  restore(backup: MemoryBackup): void;
}

/** How far each merchant's history had come. */
export type MemoryBackup = ReadonlyMap<MerchantId, number>;

interface Worker {
  alive: boolean;
}

interface OpenTransaction {
  readonly worker: Worker;
  ended: boolean;
}

/** A merchant's rows and the queue before them. */
interface Room {
  readonly merchant: MerchantId;
  readonly rows: MerchantRows;
  open: OpenTransaction | undefined;
  waiting: { readonly worker: Worker; readonly begin: () => void }[];
}

export function createMemoryStore(): MemoryStore {
  const rooms = new Map<MerchantId, Room>();
  const workers = new Map<string, Worker>();
  let backedUp = false;
  const directory = createDirectory(() =>
    [...rooms.values()].flatMap(({ merchant, rows }) => [...rows.due()].map(([pair, dueAt]) => ({ merchant, pair, dueAt }))),
  );

  function roomOf(merchant: MerchantId): Room {
    const known = rooms.get(merchant);
    if (known !== undefined) return known;
    const room: Room = { merchant, rows: createMerchantRows(), open: undefined, waiting: [] };
    if (backedUp) room.rows.remember();
    rooms.set(merchant, room);
    return room;
  }

  function storeOf(worker: Worker): Store {
    return {
      transaction: (merchant, work) => transact(roomOf(merchant), worker, work),
      directory: promised(directory, (act) => answered(worker, act)),
    };
  }

  return {
    ...storeOf({ alive: true }),
    connect: (name) => {
      const worker = workers.get(name) ?? { alive: true };
      workers.set(name, worker);
      return storeOf(worker);
    },
    kill: (name) => {
      const worker = workers.get(name);
      if (worker === undefined) return;
      workers.delete(name);
      worker.alive = false;
      for (const room of rooms.values()) {
        room.waiting = room.waiting.filter((waiting) => waiting.worker.alive);
        if (room.open?.worker === worker) end(room, room.open, 'roll back');
      }
    },
    backup: () => {
      backedUp = true;
      return new Map([...rooms].map(([merchant, { rows }]) => [merchant, rows.remember()]));
    },
    restore: (backup) => {
      for (const { merchant, rows, open } of rooms.values()) {
        if (open !== undefined) throw new Error('a transaction is open: nothing can be restored under it');
        rows.goBack(backup.get(merchant) ?? 0);
      }
    },
  };
}

function transact<T>(room: Room, worker: Worker, work: (tx: Tx) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (!worker.alive) return;
    const begin = () => {
      const open: OpenTransaction = { worker, ended: false };
      room.open = open;
      const tx = room.rows.tx((act) =>
        answered(worker, () => {
          if (open.ended) throw new Error('this transaction has ended: its store calls belong inside the work given to it');
          return act();
        }),
      );
      // The worker may die between its turn and its first step.
      const worked = Promise.resolve().then(() => (worker.alive ? work(tx) : new Promise<never>(() => {})));
      worked.then(
        (value) => {
          if (end(room, open, 'commit')) resolve(value);
        },
        (error: unknown) => {
          if (end(room, open, 'roll back')) reject(error);
        },
      );
    };
    if (room.open === undefined) begin();
    else room.waiting.push({ worker, begin });
  });
}

/** `false`: it had ended before, by its worker's death. */
function end(room: Room, open: OpenTransaction, how: 'commit' | 'roll back'): boolean {
  if (open.ended) return false;
  open.ended = true;
  if (how === 'commit') room.rows.commit();
  else room.rows.rollBack();
  room.open = undefined;
  room.waiting.shift()?.begin();
  return true;
}

/** The call happens now; its answer is lost if the worker dies before it arrives. */
function answered<T>(worker: Worker, act: () => T): Promise<T> {
  return new Promise((resolve) => {
    if (!worker.alive) return;
    // What it throws rejects this promise.
    const value = act();
    queueMicrotask(() => {
      if (worker.alive) resolve(value);
    });
  });
}
