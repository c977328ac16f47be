import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const passedOver = new Set(['node_modules', 'dist', 'data', 'coverage', 'fixtures']);

/** Reads what the rules judge: TypeScript sources, package.json and tsconfig.json files, from the given root on. */
export function readRepository(root: string): readonly RepositoryFile[] {
  return filesIn(root, '').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function filesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || passedOver.has(entry.name) ? [] : filesIn(root, path);
    return /\.tsx?$|^(?:package|tsconfig(?:\.\w+)?)\.json$/.test(entry.name) ? [path] : [];
  });
}

export function sources(files: readonly RepositoryFile[]): readonly RepositoryFile[] {
  return files.filter(({ path }) => /\.tsx?$/.test(path));
}

/** Sources that a package's exports and command lines lead to, and panel's page, which vite starts from. */
export function entries(files: readonly RepositoryFile[]): readonly string[] {
  // Programs that the repository's own scripts run.
  const scripts = Object.values(manifestAt(files, '')?.scripts ?? {}).flatMap(
    (script) => script.match(/\b(packages|examples)\/[\w/-]+\.js\b/g) ?? [],
  );
  const programs = scripts.map((path) => path.replace('/dist/', '/src/').replace(/\.js$/, '.ts'));
  const published = folders(files).flatMap((folder) => {
    const { exports = {}, bin = {} } = manifestAt(files, `${folder}/`) ?? {};
    const shown = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry['@megzo/source'] ?? '']));
    const commands = Object.values(bin).map((path) => path.replace(/^(\.\/)?dist\//, 'src/').replace(/\.js$/, '.ts'));
    return [...shown, ...commands, 'src/index.ts', 'src/main.ts', 'src/main.tsx'].map((path) => posix.join(folder, path));
  });
  return [...programs, ...published];
}

export function folders(files: readonly RepositoryFile[]): readonly string[] {
  return files.filter(({ path }) => /^(packages|examples)\/[^/]+\/package\.json$/.test(path)).map(({ path }) => posix.dirname(path));
}

export function fileAt(files: readonly RepositoryFile[], path: string): RepositoryFile | undefined {
  return files.find((file) => file.path === path);
}

export function manifestAt(files: readonly RepositoryFile[], prefix: string): Manifest | undefined {
  const file = fileAt(files, `${prefix}package.json`);
  return file === undefined ? undefined : JSON.parse(file.text);
}

export function referencesAt(files: readonly RepositoryFile[], prefix: string): readonly string[] {
  const file = fileAt(files, `${prefix}tsconfig.json`);
  const { references = [] }: { references?: readonly { path: string }[] } = file === undefined ? {} : JSON.parse(file.text);
  return references.map(({ path }) => posix.join(prefix, path));
}

export function configPath(path: string): string {
  return path.endsWith('.json') ? path : `${path}/tsconfig.json`;
}

export function resolve(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier);
}

export function packageFolder(path: string): string | undefined {
  return /^(?:packages|examples)\/[^/]+/.exec(path)?.[0];
}

export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

export function isTest(path: string): boolean {
  return /\.spec\.tsx?$/.test(path) || /^(?:(?:packages|examples)\/[^/]+\/)?test\//.test(path);
}
