/** Where a text stops being JSON: the parser of Node 20 does not always say, and its message quotes the text, secrets included. */
export function jsonFaultAt(text: string): { readonly line: number; readonly column: number } {
  const before = text.slice(0, scan(text)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const scalar = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

class Stopped extends Error {}

/** The index of the first character that cannot stand where it stands. */
function scan(text: string): number {
  let at = 0;
  try {
    value();
    blanks();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return at;

  function value(): void {
    blanks();
    if (text[at] === '{') list('}', member);
    else if (text[at] === '[') list(']', value);
    else plain();
  }

  function plain(): void {
    scalar.lastIndex = at;
    const found = scalar.exec(text);
    if (found === null) throw new Stopped();
    at += found[0].length;
  }

  function list(end: string, item: () => void): void {
    at += 1;
    blanks();
    if (text[at] === end) {
      at += 1;
      return;
    }
    for (;;) {
      item();
      blanks();
      if (text[at] === end) break;
      expect(',');
    }
    at += 1;
  }

  function member(): void {
    blanks();
    if (text[at] !== '"') throw new Stopped();
    value();
    blanks();
    expect(':');
    value();
  }

  function expect(character: string): void {
    if (text[at] !== character) throw new Stopped();
    at += 1;
  }

  function blanks(): void {
    while (' \t\r\n'.includes(text[at] ?? 'end')) at += 1;
  }
}
