export { callError } from './call-error.ts';
export { createKit, type KitOptions } from './create-kit.ts';
export { consoleLog, randomIds, silentLog, systemClock } from './environment.ts';
export type { Carry, Fetch, WireRequest } from './exchange.ts';
export { idlePace, learn, type PaceState, type Reservation, reserve } from './gcra.ts';
export { type JsonNumber, jsonNumber, parseJson, stringifyJson } from './json.ts';
export type { AdapterKit, AllowedCall, FileRequest, Http, HttpFile, HttpOptions, HttpRequest, VendorAnswer, Verdict } from './kit.ts';
export { createMemoryBudget } from './memory-budget.ts';
export { type IdScanOptions, scanById } from './scan-by-id.ts';
export { type InstantScanOptions, scanByInstant } from './scan-by-instant.ts';
export {
  hasHmacSha256,
  hasRsaSha512,
  hasStandardSignature,
  isSameSecret,
  type RawBody,
  type StandardWebhook,
} from './webhooks.ts';
export { wireDecimal, wireId, wireInstant, wireRfc2822, wireRfc2822Maybe } from './wire.ts';
