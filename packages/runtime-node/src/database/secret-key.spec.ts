import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { secretKeyOf } from './secret-key.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'megzo-key-')), 'data');
});

afterEach(async () => {
  await rm(join(dataDir, '..'), { recursive: true, force: true });
});

describe('The secret key', () => {
  it('is the one of the environment where there is one, and leaves no file', async () => {
    expect(await secretKeyOf({ dataDir, secretKey: 'given' })).toEqual({ key: 'given', source: 'MEGZO_SECRET_KEY', made: false });
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });

  it('is made once, of 32 random bytes that only its owner can read', async () => {
    const first = await secretKeyOf({ dataDir });
    const second = await secretKeyOf({ dataDir });

    expect(Buffer.from(first.key, 'base64')).toHaveLength(32);
    expect(first.made).toBe(true);
    expect(second).toEqual({ ...first, made: false });
    expect((await stat(first.source)).mode & 0o777).toBe(0o600);
    expect((await readFile(first.source, 'utf8')).trim()).toBe(first.key);
  });

  it('is the same for all who start for the first time at once', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => secretKeyOf({ dataDir })));

    expect(new Set(keys.map(({ key }) => key)).size).toBe(1);
    expect(keys.filter(({ made }) => made)).toHaveLength(1);
  });
});
