import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { blocksOf, type Document, readDocuments } from './documents.ts';

/**
 * Goal: what a reader copies from a page compiles. Method: every `ts` block becomes a module of its own, and one run of the compiler
 * checks all of them against the packages' sources under the repository's own settings.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
/** Below node_modules, where the packages resolve and nothing else looks. */
const folder = join(root, 'node_modules', '.cache', 'megzo-snippets');

async function faultsIn(documents: readonly Document[]): Promise<readonly string[]> {
  const here = join(folder, String(process.pid));
  const places = new Map<string, string>();
  mkdirSync(here, { recursive: true });
  for (const { path, text } of documents) {
    for (const { line, language, code } of blocksOf(text)) {
      if (language !== 'ts') continue;
      const file = `${path.replaceAll(/[^a-z0-9]+/gi, '-')}-${line}.ts`;
      // An empty export makes a module of a block without imports, so that blocks do not share names.
      writeFileSync(join(here, file), `${code}\nexport {};\n`);
      places.set(file, `${path}:${line}`);
    }
  }
  const config = {
    extends: relative(here, join(root, 'tsconfig.base.json')),
    compilerOptions: {
      composite: false,
      noEmit: true,
      declaration: false,
      declarationMap: false,
      sourceMap: false,
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
      module: 'NodeNext',
    },
    include: ['*.ts'],
  };
  writeFileSync(join(here, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(here, 'package.json'), '{ "type": "module" }');
  try {
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await promisify(execFile)(process.execPath, [compiler, '-p', here, '--pretty', 'false'], { cwd: here });
    return [];
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const told = `${stdout}${stderr}`.trim().split('\n');
    return told.map((said) => said.replace(/^[^(\s]*?([\w-]+\.ts)/, (_match, file: string) => places.get(file) ?? file));
  } finally {
    rmSync(here, { recursive: true, force: true });
  }
}

describe('the TypeScript of README files and docs', () => {
  const wrong: Document = {
    path: 'docs/no-such-page.md',
    text: "# Wrong\n\n```ts\nimport { money } from '@megzo/core';\nmoney(1, 2);\n```\n",
  };
  const documents = readDocuments(root);
  let faults: readonly string[] = [];
  beforeAll(async () => {
    faults = await faultsIn([...documents, wrong]);
  }, 60_000);

  it('compiles as it stands', () => {
    expect(documents.filter(({ text }) => blocksOf(text).some(({ language }) => language === 'ts')).length).toBeGreaterThan(5);
    expect(faults.filter((fault) => !fault.startsWith(wrong.path))).toEqual([]);
  });

  it('is found wrong at its page and line', () => {
    expect(faults.filter((fault) => fault.startsWith(wrong.path))).toEqual([
      expect.stringMatching(/^docs\/no-such-page\.md:3\(2,10\): error TS/),
    ]);
  });
});
