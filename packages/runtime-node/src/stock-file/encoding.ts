export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

/** The file is not in the encoding that it would be read in; nothing of it was used. */
export class EncodingFault extends Error {
  override readonly name = 'EncodingFault';
}

/** What the first bytes say, if they say it. */
export function encodingByMark(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

/**
 * Text of a file, piece by piece: by its mark, by the encoding given, or as UTF-8 and nothing else. What cannot be read
 * strictly is refused at the first byte that is wrong: a guess would turn one SKU into another.
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, given: Encoding | undefined): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let used: Encoding = 'utf-8';
  let read = 0;
  let line = 1;
  for await (const chunk of bytes) {
    if (decoder === undefined) {
      used = given ?? encodingByMark(chunk) ?? 'utf-8';
      decoder = new TextDecoder(used, { fatal: true });
    }
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw new EncodingFault(unreadable(used, given, { chunk, line, read }));
    }
    // A text in two bytes per sign without a mark is good UTF-8, full of zeros.
    if (text.includes('\0')) throw new EncodingFault(zeros(used));
    line += linesIn(text);
    read += chunk.length;
    yield text;
  }
  try {
    const rest = decoder?.decode() ?? '';
    if (rest !== '') yield rest;
  } catch {
    throw new EncodingFault(`The file ends in the middle of a sign of ${used}: it was cut off, or is in another encoding.`);
  }
}

function unreadable(
  used: Encoding,
  given: Encoding | undefined,
  { chunk, line, read }: { readonly chunk: Uint8Array; readonly line: number; readonly read: number },
): string {
  const place = used === 'utf-8' ? placeOfFault(chunk, line, read) : '';
  const advice =
    given === undefined
      ? 'If it was saved by a spreadsheet on Windows, say --encoding windows-1252; else save it as UTF-8.'
      : `Leave out --encoding ${given}, or name another one: ${encodings.join(', ')}.`;
  return `The file is not in ${used}${place}. ${advice}`;
}

/** Where strict reading stops, by bisecting the piece. */
function placeOfFault(chunk: Uint8Array, line: number, read: number): string {
  let good = 0;
  let bad = chunk.length;
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  const before = new TextDecoder('utf-8').decode(chunk.subarray(0, good), { stream: true });
  return ` (line ${line + linesIn(before)}, byte ${read + good + 1})`;
}

function zeros(used: Encoding): string {
  return `The file holds zero bytes where ${used} has none: it is probably UTF-16 without a mark. Say --encoding utf-16le, or save it as UTF-8.`;
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
