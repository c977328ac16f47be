import type { SafeDetails } from '@megzo/core';

const beforeAnyByte = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** Whether a failed request is known not to have left: the name was not resolved, no connection was made, or its certificate was refused. */
export function neverConnected(error: unknown): boolean {
  return causesOf(error).some(({ code, syscall, errors }) => {
    // Several addresses were tried: nothing left only where that holds for each of them.
    if (errors !== undefined) return errors.every(neverConnected);
    return (
      syscall === 'connect' || syscall === 'getaddrinfo' || (code !== undefined && (beforeAnyByte.has(code) || code.startsWith('CERT_')))
    );
  });
}

/** What is said of a failure in details: a code such as `ECONNRESET`, never a text, because texts may quote what was sent. */
export function failureDetails(error: unknown): SafeDetails {
  const codes = causesOf(error).flatMap(({ code, errors = [] }) => [
    code,
    ...errors.flatMap((one) => causesOf(one).map((link) => link.code)),
  ]);
  const reason = codes.find((code) => code !== undefined && /^[A-Z][A-Z0-9_]{0,59}$/.test(code));
  return reason === undefined ? {} : { reason };
}

interface Cause {
  readonly code: string | undefined;
  readonly syscall: string | undefined;
  /** Failures of several attempts, where there were several. */
  readonly errors: readonly unknown[] | undefined;
}

/** The error and its causes, outermost first. */
function causesOf(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  for (let link = error; typeof link === 'object' && link !== null && causes.length < 8; link = (link as { cause?: unknown }).cause) {
    const { code, syscall, errors } = link as { code?: unknown; syscall?: unknown; errors?: unknown };
    causes.push({
      code: typeof code === 'string' ? code : undefined,
      syscall: typeof syscall === 'string' ? syscall : undefined,
      errors: Array.isArray(errors) && errors.length > 0 ? errors : undefined,
    });
  }
  return causes;
}
