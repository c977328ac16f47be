const lengthMin = 3;
const lengthMax = 128;

const written: Readonly<Record<string, string>> = { '\\': '\\\\', _: '\\_', '%': '\\%', '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * A text as the vendor's contact filters want it: wildcards escaped, `&`, `<` and `>` HTML-encoded (URL-encoding follows on the
 * wire; sheet 1.2, 3.2). Filters find parts of a text, so that a text beyond 128 characters is cut and still finds what it should.
 * `undefined`: shorter than the vendor's three characters, it cannot be searched.
 */
export function searchText(text: string): string | undefined {
  let query = '';
  for (const character of text.trim()) {
    const next = written[character] ?? character;
    if (query.length + next.length > lengthMax) break;
    query += next;
  }
  return [...text.trim()].length < lengthMin ? undefined : query;
}
