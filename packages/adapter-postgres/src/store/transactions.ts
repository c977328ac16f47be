import type { MerchantId, Store, Tx } from '@megzo/core';
import pg from 'pg';
import { PostgresStoreError, sqlState } from '../errors.ts';
import { isFatal, type Session, type Sessions } from '../sql/sessions.ts';
import type { Carry, Ground } from './slice.ts';

/** One transaction of a merchant after another: in this process by a queue, among processes by a lock of the database. */
export function createTransactions(sessions: Sessions, txOn: (ground: Ground, carry: Carry) => Tx): Store['transaction'] {
  const last = new Map<MerchantId, Promise<void>>();

  return (merchant, work) => {
    if (merchant === '') {
      return Promise.reject(new PostgresStoreError('MERCHANT_MISSING', 'A transaction belongs to a merchant; give its id.'));
    }
    // Without the queue, the waiting transactions of one merchant would hold connections that others need.
    const turn = last.get(merchant) ?? Promise.resolve();
    const done = turn.then(() => transact(sessions, merchant, txOn, work));
    const settled = done.then(
      () => forget(),
      () => forget(),
    );
    function forget(): void {
      if (last.get(merchant) === settled) last.delete(merchant);
    }
    last.set(merchant, settled);
    return done;
  };
}

async function transact<T>(
  sessions: Sessions,
  merchant: MerchantId,
  txOn: (ground: Ground, carry: Carry) => Tx,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const session = await sessions.open();
  const calls = createCalls();
  let sound = true;
  try {
    await session.run(beginning(merchant));
    const value = await work(txOn({ query: session.query, merchant }, calls.carry));
    await calls.end();
    await commit(session);
    return value;
  } catch (error) {
    await calls.end();
    sound = await rollBack(session);
    throw error;
  } finally {
    session.release(sound);
  }
}

/**
 * One round trip. The lock is taken by a statement of its own, so that later ones see what its last holder committed. The
 * merchant is set for this transaction only.
 */
function beginning(merchant: MerchantId): string {
  const name = pg.escapeLiteral(merchant);
  return `BEGIN; SELECT set_config('megzo.merchant', ${name}, true); SELECT pg_advisory_xact_lock(hashtextextended(${name}, ${lockSeed}))`;
}

/** Keeps our locks apart from those of others on the same database. */
const lockSeed = 6_349_604;

async function commit(session: Session): Promise<void> {
  let tag: string;
  try {
    tag = await session.run('COMMIT');
  } catch (error) {
    if (sqlState(error) !== undefined && !isFatal(error)) throw error;
    throw new PostgresStoreError('COMMIT_UNKNOWN', 'The database did not say whether it committed. Repeat the transaction.', {
      cause: error,
    });
  }
  // The server answers a COMMIT after a failed statement with a rollback, and no error.
  if (tag !== 'COMMIT') {
    throw new PostgresStoreError('COMMIT_REFUSED', 'A statement of this transaction had failed, so that nothing of it was stored.');
  }
}

/** `false`: the connection is of no more use, and the server rolls back by itself. */
async function rollBack(session: Session): Promise<boolean> {
  if (session.isBroken()) return false;
  return session.run('ROLLBACK').then(
    () => true,
    () => false,
  );
}

interface Calls {
  readonly carry: Carry;
  /** Refuses further calls and waits for those that nobody waited for. */
  end(): Promise<void>;
}

/** Store calls of a transaction run one after another, each of them whole, even if the work starts several at once. */
function createCalls(): Calls {
  let hasEnded = false;
  let last: Promise<unknown> = Promise.resolve();

  return {
    carry: (act) => {
      if (hasEnded) {
        const message = 'This transaction has ended: its store calls belong inside the work given to it.';
        return Promise.reject(new PostgresStoreError('TRANSACTION_ENDED', message));
      }
      const done = last.then(act);
      last = done.catch(() => undefined);
      return done;
    },
    end: async () => {
      hasEnded = true;
      await last;
    },
  };
}
