import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** A mistyped key would let every event fail without a word. */
const publicKey = z.string().refine(isRsaPublicKey, 'must be an RSA public key in PEM');

/** Options as a configuration file gives them; `budget` and `timing` have defaults that suit the vendor's published limits. */
export const lexofficeOptionsSchema = z
  .strictObject({
    /** A key of the public API. Header text: no blanks, ASCII only. */
    apiKey: z.string().regex(/^[\x21-\x7e]+$/, 'must be one word without blanks'),
    /** `https://api.lexware.io` where absent. */
    baseUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** Calls per second over all of the account, and how many may follow each other at once. The vendor allows 2 per second. */
    budget: z.strictObject({ perSecond: z.number().positive(), burst: z.number().int().positive() }).optional(),
    timing: z
      .strictObject({
        /** More than 30 s, so that the vendor's gateway gives up before we do. */
        timeoutMs: z.number().int().positive().optional(),
        /** Gateway time plus lag of the voucher list. */
        settleMs: z.number().int().nonnegative().optional(),
      })
      .optional(),
    /** The account's own id, as `check` tells it. `check` then finds a key of another account, and events of others are not ours. */
    organizationId: z.guid().toLowerCase().optional(),
    /**
     * The vendor's public keys (PEM) that sign its webhooks; several while one replaces another. None: no webhooks. All accounts' events
     * are signed with the same key, so that keys without `organizationId` are refused: anyone's event would pass for one of this account.
     */
    webhookPublicKeys: z.array(publicKey).optional(),
  })
  .refine(({ webhookPublicKeys = [], organizationId }) => webhookPublicKeys.length === 0 || organizationId !== undefined, {
    path: ['organizationId'],
    error: 'is needed beside webhookPublicKeys: all accounts share the key that signs. `check` tells it',
  });

export type LexofficeOptions = z.infer<typeof lexofficeOptionsSchema>;

/** Options with every default filled in. */
export interface Settled {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly budget: { readonly perSecond: number; readonly burst: number };
  readonly timeoutMs: number;
  readonly settleMs: number;
  readonly organizationId?: string;
  /** Present where webhooks can be read. */
  readonly events?: EventKeys;
}

export interface EventKeys {
  readonly publicKeys: readonly string[];
  readonly accountId: string;
}

/** Checks the options; wrong ones are the embedder's mistake and throw. */
export function settle(options: LexofficeOptions): Settled {
  const { apiKey, baseUrl, budget, timing, organizationId, webhookPublicKeys: publicKeys = [] } = lexofficeOptionsSchema.parse(options);
  return {
    apiKey,
    baseUrl: (baseUrl ?? 'https://api.lexware.io').replace(/\/+$/, ''),
    budget: budget ?? { perSecond: 1.6, burst: 2 },
    timeoutMs: timing?.timeoutMs ?? 40_000,
    settleMs: timing?.settleMs ?? 90_000,
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(organizationId === undefined || publicKeys.length === 0 ? {} : { events: { publicKeys, accountId: organizationId } }),
  };
}

function isRsaPublicKey(pem: string): boolean {
  try {
    return /-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem) && createPublicKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
