import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.ts';
import { readEnvironment } from './environment.ts';

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.faults : [String(error)];
  }
}

describe('The environment', () => {
  it('has defaults for everything that is unset or empty', () => {
    expect(readEnvironment({ PORT: '', HOST: '  ' })).toEqual({ dataDir: './data', host: '127.0.0.1', port: 3000 });
  });

  it('is taken over as given', () => {
    const settings = readEnvironment({
      DATABASE_URL: 'postgresql://owner:word@db.example:5432/megzo',
      DATABASE_SERVICE_URL: 'postgres://service:word@db.example:5432/megzo',
      MEGZO_DATA_DIR: '/var/lib/megzo',
      MEGZO_SECRET_KEY: 'a-key-of-more-than-32-characters-in-all',
      MEGZO_PUBLIC_URL: 'https://megzo.example.com/',
      HOST: '0.0.0.0',
      PORT: '8080',
      PG_BIN: '/usr/lib/postgresql/15/bin',
    });

    expect(settings).toEqual({
      databaseUrl: 'postgresql://owner:word@db.example:5432/megzo',
      databaseServiceUrl: 'postgres://service:word@db.example:5432/megzo',
      dataDir: '/var/lib/megzo',
      secretKey: 'a-key-of-more-than-32-characters-in-all',
      publicUrl: 'https://megzo.example.com',
      host: '0.0.0.0',
      port: 8080,
      pgBin: '/usr/lib/postgresql/15/bin',
    });
  });

  it('names every wrong variable at once and repeats no value', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://secret', MEGZO_SECRET_KEY: 'short', MEGZO_PUBLIC_URL: 'megzo', PORT: '70000' });

    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['DATABASE_URL', 'MEGZO_SECRET_KEY', 'MEGZO_PUBLIC_URL', 'PORT']);
    expect(faults.join()).not.toMatch(/mysql|short|70000/);
  });

  it('refuses a database without a secret key, and says how to make one', () => {
    expect(faultsOf({ DATABASE_URL: 'postgresql://owner@db/megzo' })).toEqual([expect.stringMatching(/^MEGZO_SECRET_KEY .*openssl rand/)]);
  });

  it('refuses a service login without the owner of the schema', () => {
    expect(faultsOf({ DATABASE_SERVICE_URL: 'postgresql://service@db/megzo' })).toEqual([
      expect.stringContaining('DATABASE_SERVICE_URL needs DATABASE_URL'),
    ]);
  });
});
