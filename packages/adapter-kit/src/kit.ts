import type { Answer, Call, EffectCall, Environment, Outcome, Pace, SyncError } from '@megzo/core';
import type { z } from 'zod';

/** What every adapter is made with; the engine has the same one. Each part is replaceable. */
export interface AdapterKit extends Environment {
  http(options: HttpOptions): Http;
}

export interface HttpOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Whose quota a call uses. */
  readonly pace: Pace;
  readonly headers: Readonly<Record<string, string>>;
  /** A call is given up after this time, ms, counted from its first byte. */
  readonly timeoutMs: number;
  /** Nothing else can be called: any other method and path is our own mistake and is refused before pacing. */
  readonly allowed: readonly AllowedCall[];
  /** Reads the vendor's error shapes; `undefined` leaves the decision to the status code. */
  readonly errors: (answer: VendorAnswer) => Verdict | undefined;
  /** Reads what an answer's headers say of the vendor's quota. */
  readonly limits?: (answer: VendorAnswer) => { readonly pauseMs?: number } | undefined;
}

/** A method and a path template such as `/v1/articles/{id}`; `{x}` stands for one segment. */
export interface AllowedCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
}

export interface VendorAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON body; `undefined` where there is none or it is not JSON. */
  readonly body: unknown;
}

/** What an error answer means. `retryable` and `rejected` promise that nothing happened. */
export interface Verdict {
  readonly status: 'retryable' | 'rejected' | 'unknown' | 'taken';
  readonly error: SyncError;
}

export interface HttpRequest {
  /** `GET` for a read and `POST` for an effect where absent. */
  readonly method?: AllowedCall['method'];
  /** One of the allowed paths, parameters filled in. Segments are given encoded. */
  readonly path: string;
  /** Absent values are left out; values are URL-encoded here. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** JSON. Amounts are given as `JsonNumber` so that they never pass a binary float. */
  readonly body?: unknown;
  /** Told instead of the default `application/json`. */
  readonly accept?: string;
}

/** A file as it came. */
export interface HttpFile {
  readonly bytes: Uint8Array;
  /** Media type in lower case without parameters; `application/octet-stream` where the vendor names none. */
  readonly type: string;
  /** The last part of the name in `Content-Disposition`; absent where the vendor names none. */
  readonly name?: string;
}

export interface FileRequest extends Omit<HttpRequest, 'method' | 'body'> {
  /** A larger file is `rejected`, unread: the same one never gets smaller. 50 MiB where absent, and at the most. */
  readonly maxBytes?: number;
}

/**
 * One account's wire. Each call: allow-list, budget slot, self-fence, first byte, deadline, verdict. No retry, no state.
 * Bodies are read losslessly: whole numbers of up to 15 digits as numbers, every other number as its text.
 */
export interface Http {
  /** A read. A 204 is given to the schema as `undefined`. */
  read<T>(request: HttpRequest, schema: z.ZodType<T>, call: Call): Promise<Answer<T>>;
  /** A read of one record; `undefined` for a 404 and for whatever `errors` calls `NOT_FOUND`. */
  readMaybe<T>(request: HttpRequest, schema: z.ZodType<T>, call: Call): Promise<Answer<T | undefined>>;
  /**
   * A GET of a file, byte for byte; anything is accepted where `accept` is absent. An empty answer, and one shorter than its
   * `Content-Length`, is `retryable`. Error answers are read as everywhere.
   */
  readFile(request: FileRequest, call: Call): Promise<Answer<HttpFile>>;
  /** A write that may be repeated with the same result; asks `maySend()` where the call has it. Without an answer it is `unknown` all the same. */
  write<T>(request: HttpRequest, schema: z.ZodType<T>, call: Call): Promise<Outcome<T>>;
  /** A write that must not happen twice: asks `maySend()` after pacing, right before the first byte. */
  send<T>(request: HttpRequest, schema: z.ZodType<T>, call: EffectCall): Promise<Outcome<T>>;
}
