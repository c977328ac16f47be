import type { Json } from './json.ts';

/** One entry of `details` in the regular shape. */
export interface Detail {
  readonly violation: string;
  /** A path such as `lineItems[0].unitPrice.taxRatePercentage`. */
  readonly field: string;
  readonly message: string;
}

/** One entry of the legacy `IssueList`. */
export interface Issue {
  readonly i18nKey: string;
  readonly source: string;
}

type Refused =
  | { readonly shape: 'gateway'; readonly status: number; readonly message: string | null }
  | { readonly shape: 'legacy'; readonly status: number; readonly issues: readonly Issue[] }
  /** Legacy with nothing but source and key (sheet 1.7, shape 4). */
  | { readonly shape: 'bare'; readonly status: number; readonly issues: readonly Issue[] }
  | { readonly shape: 'regular'; readonly status: number; readonly message: string; readonly details: readonly Detail[] };

/** What the vendor says no with; the handler turns it into an answer, back-office callers see it thrown. */
export class Refusal extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(`refused with ${refused.status}: ${JSON.stringify(refused)}`);
    this.name = 'Refusal';
    this.refused = refused;
  }
}

export function gatewayError(status: number, message: string | null): Refusal {
  return new Refusal({ shape: 'gateway', status, message });
}

export function legacyError(status: number, issues: readonly Issue[]): Refusal {
  return new Refusal({ shape: 'legacy', status, issues });
}

export function bareError(status: number, source: string): Refusal {
  return new Refusal({ shape: 'bare', status, issues: [{ i18nKey: 'invalid_value', source }] });
}

export function regularError(status: number, message: string, details: readonly Detail[] = []): Refusal {
  return new Refusal({ shape: 'regular', status, message, details });
}

/** Texts are often German and not stable (sheet 1.7): clients branch on status, violation and field. */
export function validationError(details: readonly Detail[]): Refusal {
  return regularError(406, 'Die Anfrage enthält ungültige Werte.', details);
}

const legacyResources = new Set(['contacts', 'files', 'vouchers']);

/** The 404 of a resource, in the shape that resource uses. */
export function notFound(resource: string): Refusal {
  return legacyResources.has(resource)
    ? legacyError(404, [{ i18nKey: 'missing_entity', source: 'id' }])
    : regularError(404, 'Die angeforderte Ressource wurde nicht gefunden.');
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  406: 'Not Acceptable',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
};

export interface ErrorContext {
  readonly path: string;
  /** `2026-11-23T09:30:00.000+01:00` */
  readonly timestamp: string;
  readonly requestId: string;
}

export function errorBody(refused: Refused, { path, timestamp, requestId }: ErrorContext): Json {
  switch (refused.shape) {
    case 'gateway':
      return { message: refused.message };
    case 'legacy':
      return {
        requestId,
        IssueList: refused.issues.map(({ i18nKey, source }) => ({
          i18nKey,
          source,
          type: 'validation_failure',
          additionalData: null,
          args: null,
        })),
      };
    case 'bare':
      return { IssueList: refused.issues.map(({ i18nKey, source }) => ({ source, i18nKey })) };
    case 'regular':
      return {
        requestId,
        timestamp,
        status: refused.status,
        error: reasons[refused.status] ?? 'Error',
        path,
        traceId: requestId.replaceAll('-', '').slice(0, 12),
        message: refused.message,
        ...(refused.details.length === 0 ? {} : { details: refused.details.map((detail) => ({ ...detail })) }),
      };
  }
}
