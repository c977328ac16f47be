import { z } from 'zod';
import { berlinStamp } from './primitives.ts';

/** 1.7, shape 1. */
export const gatewayError = z.strictObject({ message: z.string().nullable() });

/** 1.7, shape 2. */
export const legacyError = z.strictObject({
  IssueList: z
    .array(
      z.strictObject({
        i18nKey: z.enum([
          'missing_entity',
          'invalid_value',
          'bad_request_error',
          'technical_error',
          'countrycode_is_not_valid',
          'invalid_total_amount',
          'invalid_taxamount',
          'Missing_ContactId',
          'account_number_already_exists',
          'max_file_size_exceeded',
          'inacceptable_file_extension',
          'invalid_xrechnung',
        ]),
        source: z.string(),
        type: z.string(),
        additionalData: z.unknown(),
        args: z.unknown(),
      }),
    )
    .min(1),
  requestId: z.string().optional(),
});

/** 1.7, shape 3; some refusals carry a message only. */
export const regularError = z.strictObject({
  timestamp: berlinStamp,
  status: z.int(),
  error: z.string(),
  path: z.string().startsWith('/v1/'),
  traceId: z.string(),
  message: z.string(),
  details: z
    .array(
      z.strictObject({
        violation: z.string().regex(/^[A-Z0-9_]+$/),
        field: z.string().regex(/^[A-Za-z]+(?:\[\d+\])?(?:\.[A-Za-z]+(?:\[\d+\])?)*$/),
        message: z.string(),
      }),
    )
    .min(1)
    .optional(),
  requestId: z.string().optional(),
});

/** 1.7, shape 4. */
export const bareError = z.strictObject({
  IssueList: z.array(z.strictObject({ source: z.literal('number'), i18nKey: z.literal('invalid_value') })).length(1),
});

/** Which shape a status has where. */
export function errorShape(status: number, resource: string): z.ZodType {
  if ([401, 402, 403, 429, 503, 504].includes(status)) return gatewayError;
  if (status === 500) return z.union([gatewayError, regularError]);
  // Before any resource is asked, the framework wants a content type.
  if (status === 415) return regularError;
  const isLegacy = ['contacts', 'files', 'vouchers'].includes(resource);
  return isLegacy ? (status === 400 ? z.union([legacyError, bareError]) : legacyError) : regularError;
}

/** 1.6. */
export const knownStatuses: readonly number[] = [200, 201, 202, 204, 400, 401, 402, 403, 404, 405, 406, 409, 415, 429, 500, 501, 503, 504];
