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
  const stored = await read(file);
  if (stored === undefined) throw new Error(`The secret key ${file} could not be stored: check that the data folder can be written.`);
  return { key: stored, source: file, made: isOurs };
}

/** 32 bytes as base64 are 44 characters; a key put there by hand is a passphrase of 32 at least. */
const keyLengthMin = 32;

async function read(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`The secret key ${file} cannot be read (${error.code}): run this as the user who started the service first.`);
  });
  if (text !== undefined && text.trim().length < keyLengthMin) {
    throw new Error(
      `The secret key ${file} is empty or cut short: put your copy of it back. Without it sealed personal data stays unreadable.`,
    );
  }
  return text?.trim();
}
