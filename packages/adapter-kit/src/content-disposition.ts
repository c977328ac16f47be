/**
 * The file name that a `Content-Disposition` suggests (RFC 6266), `filename*` before `filename`. Only the last part of a path and
 * no control characters, since a name from outside may end up in a folder; `undefined` where nothing usable is left.
 */
export function fileNameOf(header: string | null): string | undefined {
  if (header === null) return undefined;
  return safeName(extendedName(header)) ?? safeName(plainName(header));
}

function extendedName(header: string): string | undefined {
  const [, charset = '', encoded] = /;\s*filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)/i.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const bytes = encoded.replace(/%([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return charset.toLowerCase() === 'utf-8' ? utf8(bytes) : bytes;
}

function plainName(header: string): string | undefined {
  const [, quoted, token] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header) ?? [];
  const name = quoted?.replace(/\\(.)/g, '$1') ?? token;
  // Headers are read byte by byte; a vendor that writes umlauts there writes UTF-8.
  return name === undefined ? undefined : (utf8(name) ?? name);
}

/** `undefined`: these bytes are no UTF-8. */
function utf8(bytes: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return undefined;
  }
}

function safeName(name: string | undefined): string | undefined {
  const last = name
    ?.split(/[/\\]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim();
  return last === undefined || last === '' || /^\.+$/.test(last) ? undefined : last.slice(0, 200);
}
