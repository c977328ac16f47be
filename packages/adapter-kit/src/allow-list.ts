import type { AllowedCall } from './kit.ts';

/** Finds the allowed call that a method and a filled-in path belong to. */
export type AllowList = (method: string, path: string) => AllowedCall | undefined;

// Servers differ in when they decode: an encoded slash or dot could climb out of the segment that was allowed.
const climbing = /%2f|%5c|%00|\\|\/(?:\.|%2e){1,2}(?:\/|$)/i;

export function createAllowList(allowed: readonly AllowedCall[]): AllowList {
  const patterns = allowed.map((call) => ({ call, pattern: templatePattern(call.path) }));
  return (method, path) => {
    if (climbing.test(path)) return undefined;
    return patterns.find(({ call, pattern }) => call.method === method && pattern.test(path))?.call;
  };
}

function templatePattern(template: string): RegExp {
  const parts = template.split(/\{[^/{}]*\}/).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // What a URL's segment is made of (RFC 3986): nothing that ends a path or would be rewritten on the way.
  return new RegExp(`^${parts.join("[\\w.~%!$&'()*+,;=:@-]+")}$`);
}
