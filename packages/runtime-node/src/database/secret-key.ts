import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface SecretKey {
  readonly key: string;
  /** Where it comes from, for people. */
  readonly source: string;
  /** It was made just now: whoever runs the service must learn where it lies. */
  readonly made: boolean;
}

/** The key that wraps all others. With the embedded database it is made once in the data folder, readable by its owner alone. */
export async function secretKeyOf({ secretKey, dataDir }: { readonly secretKey?: string; readonly dataDir: string }): Promise<SecretKey> {
  if (secretKey !== undefined) return { key: secretKey, source: 'MEGZO_SECRET_KEY', made: false };
  const file = join(resolve(dataDir), 'secret-key');
  const standing = await read(file);
  if (standing !== undefined) return { key: standing, source: file, made: false };
  await mkdir(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  const key = randomBytes(32).toString('base64');
  await writeFile(draft, `${key}\n`, { mode: 0o600 });
  // A link appears complete and never replaces a file that is there: of two first starts one key wins.
  const isOurs = await link(draft, file).then(
    () => true,
    () => false,
  );
  await rm(draft, { force: true });
  return { key: (await read(file)) ?? key, source: file, made: isOurs };
}

async function read(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`The secret key ${file} cannot be read (${error.code}): run this as the user who started the service first.`);
  });
  return text?.trim() || undefined;
}
