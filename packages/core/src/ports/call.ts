import type { Answer, Outcome } from '../kernel/answer.ts';
import type { Instant } from '../kernel/instant.ts';

export const priorities = ['recovery', 'order', 'stock', 'catalog', 'backfill'] as const;
export type Priority = (typeof priorities)[number];

/** For whom and until when. Every port call carries one down to the shared budget and the socket. */
export interface Call {
  readonly signal: AbortSignal;
  readonly priority: Priority;
  /** Told of each request right before its first byte, so that a run can say what it cost. */
  readonly count?: (request: 'read' | 'write') => void;
  /** Lease and deadline of a write; asked after pacing, right before the first byte. `false`: nothing is sent. Absent: it may. */
  maySend?(): boolean;
}

/** A call that must not happen twice. */
export interface EffectCall extends Call {
  /** The same in every attempt, readable in the record that it makes. */
  readonly marker: string;
  /** 1 for the first; for systems that want a fresh reference each time. */
  readonly attempt: number;
  maySend(): boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Where to go on: opaque, storable, good in another process. Absent on the last page. */
  readonly next?: string;
}

export interface Scan {
  readonly since: Instant;
  readonly cursor?: string;
}

/** May answer more than asked and may repeat; never skips what stood there before the scan, even if it changes meanwhile. */
export interface ChangeSource<T> {
  changed(scan: Scan, call: Call): Promise<Answer<Page<T>>>;
}

export interface RecordSource<Head, Full = Head> extends ChangeSource<Head> {
  /** `undefined`: not there, or not yet. */
  read(id: string, call: Call): Promise<Answer<Full | undefined>>;
}

/** What `check` found out about an account, for `doctor` and for pinning. */
export interface Diagnosis {
  /** The vendor's own id of the account. */
  readonly accountId: string;
  readonly name: string;
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly level: 'ok' | 'warning' | 'failure';
  readonly about: string;
  /** What to do about it; absent where nothing is to be done. */
  readonly remedy?: string;
}

/** A webhook as it arrived. */
export interface RawWebhook {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as received: a signature over a parsed and rewritten body proves nothing. */
  readonly body: Uint8Array | string;
}

/** What a genuine webhook gives reason to look at. It is a hint: the truth is read. */
export interface WakeUp {
  /** `sales-order-gone`: a person deleted it. */
  readonly what: 'order' | 'article' | 'listing' | 'sales-document' | 'sales-order' | 'sales-order-gone' | 'settings';
  readonly id: string;
}

export interface Webhooks {
  /** `undefined`: forged, or of another account. Pure. */
  read(message: RawWebhook): { readonly look: readonly WakeUp[] } | undefined;
  /** Makes what is missing so that the vendor calls this address, and nothing twice: again is no change. Not for poll-only accounts. */
  subscribe(url: string, call: Call): Promise<Outcome<{ readonly made: number; readonly standing: number }>>;
}

export interface Connected {
  /** Vendor name in kebab-case, part of keys: two accounts of different vendors never collide. */
  readonly vendor: string;
  readonly webhooks?: Webhooks;
  /** Credentials, scopes, plan and clock. */
  check(call: Call): Promise<Answer<Diagnosis>>;
}
