import type { Clock, RateBudget, Store, Tx } from '@megzo/core';
import { createBudget } from './budget/budget.ts';
import { systemClock } from './budget/system-clock.ts';
import { PostgresStoreError } from './errors.ts';
import { migrate } from './migrate.ts';
import { checkReadiness, type PostgresReadiness } from './readiness.ts';
import { createSessions } from './sql/sessions.ts';
import { createBindings, createShelf, createSnapshot } from './store/catalog.ts';
import { createDirectory } from './store/directory.ts';
import { createEffects } from './store/effects.ts';
import { createExplanations, createProblems } from './store/explanations.ts';
import { createInbox } from './store/inbox.ts';
import { createOrders } from './store/orders.ts';
import { createPairs } from './store/pairs.ts';
import { createAudit, createPeople } from './store/people.ts';
import { createPlans } from './store/plans.ts';
import { createRates } from './store/rates.ts';
import { createRules } from './store/rules.ts';
import { createCursors, createRuns } from './store/runs.ts';
import { type Carry, carried, type Ground } from './store/slice.ts';
import { createStock } from './store/stock.ts';
import { createTransactions } from './store/transactions.ts';
import { createKeyring, type Keyring } from './vault/keyring.ts';
import { readSecret } from './vault/secret-key.ts';

export interface PostgresStoreOptions {
  /** `DATABASE_URL`, the migrating login; the service too logs in with it and then acts as `megzo_service`. */
  readonly url: string;
  /** `DATABASE_SERVICE_URL`: a login of the service's own, a member of `megzo_service` or that role itself. */
  readonly serviceUrl?: string;
  /** A login of the job queue's own; default: `url`, acting as `megzo_jobs`. */
  readonly jobsUrl?: string;
  /** `MEGZO_SECRET_KEY`: 32 bytes as hex or base64, or a passphrase of at least 32 characters. */
  readonly secretKey: string;
  /** Where the budget waits; default: the machine's. */
  readonly clock?: Pick<Clock, 'sleep'>;
  /** Most connections of this process; default 10. A transaction holds one from beginning to end. */
  readonly poolMax?: number;
}

/** The store on PostgreSQL 15 or newer. Failures of the database itself are thrown, as PostgresStoreError where there is a remedy. */
export interface PostgresStore extends Store {
  /** Shared by all processes on this database. */
  readonly budget: RateBudget;
  /** Where graphile-worker connects: as a role that owns its schema alone. Holds a password. */
  readonly jobsUrl: string;
  /** Brings the schema up to date; repeatable, and safe for several processes at once. */
  migrate(): Promise<void>;
  /** Connects and looks at server, role, schema and secret key; throws PostgresStoreError with a remedy. */
  ready(): Promise<PostgresReadiness>;
  /** Waits for open transactions and ends all connections. */
  close(): Promise<void>;
}

/** Connects when first used: call `migrate` or `ready` to find out early what is wrong. Throws for an unusable address or secret. */
export async function createPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { url, serviceUrl = url, jobsUrl, secretKey, clock = systemClock, poolMax = 10 } = options;
  refuseOtherAddresses('DATABASE_URL', url);
  refuseOtherAddresses('DATABASE_SERVICE_URL', serviceUrl);
  const keyring = createKeyring(readSecret(secretKey));
  const sessions = createSessions({ url: serviceUrl, max: poolMax });

  return {
    transaction: createTransactions(sessions, (ground, carry) => txOn(ground, carry, keyring)),
    directory: createDirectory(sessions.query),
    budget: createBudget({ query: sessions.query, clock }),
    jobsUrl: jobsUrl ?? actingAs('megzo_jobs', url),
    migrate: () => migrate(url, keyring),
    ready: () => checkReadiness(sessions, keyring),
    close: sessions.close,
  };
}

function txOn(ground: Ground, carry: Carry, keyring: Keyring): Tx {
  const audit = createAudit(ground);
  return {
    pairs: carried(createPairs(ground), carry),
    rules: carried(createRules(ground), carry),
    rates: carried(createRates(ground), carry),
    cursors: carried(createCursors(ground), carry),
    runs: carried(createRuns(ground), carry),
    snapshot: carried(createSnapshot(ground), carry),
    shelf: carried(createShelf(ground), carry),
    bindings: carried(createBindings(ground), carry),
    plans: carried(createPlans(ground), carry),
    stock: carried(createStock(ground), carry),
    orders: carried(createOrders(ground), carry),
    effects: carried(createEffects(ground), carry),
    inbox: carried(createInbox(ground), carry),
    explanations: carried(createExplanations(ground), carry),
    problems: carried(createProblems(ground), carry),
    people: carried(createPeople(ground, keyring, audit), carry),
    audit: carried(audit, carry),
  };
}

/** The same login, whose sessions begin in a role. */
function actingAs(role: string, address: string): string {
  const url = new URL(address);
  const options = url.searchParams.get('options');
  url.searchParams.set('options', [...(options === null ? [] : [options]), `-c role=${role}`].join(' '));
  return url.href;
}

/** An address holds a password, so that no message may quote it. */
function refuseOtherAddresses(name: string, address: string): void {
  if (/^postgres(ql)?:\/\//.test(address) && URL.canParse(address)) return;
  throw new PostgresStoreError('ADDRESS_INVALID', `${name} is not an address of the form postgresql://login:password@host:5432/database.`);
}
