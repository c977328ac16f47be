import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A Markdown page of the repository: its path from the root, with forward slashes, and its text. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

export interface Link {
  readonly line: number;
  readonly target: string;
}

/** A fenced block of code. */
export interface Block {
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

const passedOver = new Set(['node_modules', 'dist', 'data', 'coverage', 'fixtures']);

export function readDocuments(root: string): readonly Document[] {
  return pagesIn(root, '').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function pagesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || passedOver.has(entry.name) ? [] : pagesIn(root, path);
    return entry.name.endsWith('.md') && entry.name !== 'CHANGELOG.md' ? [path] : [];
  });
}

/** Links and images of a page, without what stands in code. */
export function linksOf(text: string): readonly Link[] {
  return proseLines(text).flatMap(({ line, prose }) =>
    [...prose.replaceAll(/`[^`]*`/g, '``').matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(([, target = '']) => ({ line, target })),
  );
}

/** The anchors that headings make, as the forge that shows them does: lower case, blanks to hyphens, punctuation gone, repeats numbered. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { prose } of proseLines(text)) {
    const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(prose)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly line: number; readonly language: string; readonly fence: string; readonly lines: string[] } | undefined;
  text.split('\n').forEach((content, index) => {
    if (open === undefined) {
      const [, fence, language = ''] = /^(`{3,}|~{3,})\s*([\w-]*)/.exec(content) ?? [];
      if (fence !== undefined) open = { line: index + 1, language, fence, lines: [] };
    } else if (content.trim() === open.fence) {
      blocks.push({ line: open.line, language: open.language, code: open.lines.join('\n') });
      open = undefined;
    } else open.lines.push(content);
  });
  return blocks;
}

function proseLines(text: string): readonly { readonly line: number; readonly prose: string }[] {
  const inCode = new Set(
    blocksOf(text).flatMap(({ line, code }) => Array.from({ length: code.split('\n').length + 2 }, (_, place) => line + place)),
  );
  return text.split('\n').flatMap((prose, index) => (inCode.has(index + 1) ? [] : [{ line: index + 1, prose }]));
}
