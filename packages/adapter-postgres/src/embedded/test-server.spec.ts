import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { startTestPostgres, type TestDatabase } from './test-server.ts';

jest.setTimeout(60_000);

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestPostgres();
  await ask(database.url, 'CREATE TABLE sample AS SELECT 7 AS n');
  await ask(database.url, 'GRANT SELECT ON sample TO megzo_service');
});

afterAll(() => database.stop());

describe('a test database', () => {
  it('can be copied, and the copy changes apart from it', async () => {
    const copy = await database.another(database.name);
    await ask(copy.url, 'UPDATE sample SET n = 8');

    expect(await ask(copy.serviceUrl, 'SELECT n, current_user AS who FROM sample')).toEqual([{ n: 8, who: 'megzo_service' }]);
    expect(await ask(database.url, 'SELECT n FROM sample')).toEqual([{ n: 7 }]);
    await ask(copy.jobsUrl, 'CREATE SCHEMA graphile_worker');
    await copy.stop();
    await expect(ask(copy.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('is made on the server that TEST_DATABASE_URL names, several at once, in the same roles', async () => {
    const before = process.env.TEST_DATABASE_URL;
    process.env.TEST_DATABASE_URL = database.url;
    const made = await Promise.all([startTestPostgres(), startTestPostgres(), startTestPostgres()]).finally(() => {
      if (before === undefined) delete process.env.TEST_DATABASE_URL;
      else process.env.TEST_DATABASE_URL = before;
    });

    for (const each of made) {
      expect(await ask(each.url, 'SELECT current_database() AS name')).toEqual([{ name: each.name }]);
      expect(await ask(each.serviceUrl, 'SELECT current_user AS who')).toEqual([{ who: 'megzo_service' }]);
      expect(await ask(each.jobsUrl, 'CREATE SCHEMA graphile_worker')).toEqual([]);
      await each.stop();
    }
    expect(new Set(made.map(({ name }) => name)).size).toBe(3);
    expect(await ask(database.url, 'SELECT n FROM sample')).toEqual([{ n: 7 }]);
  });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
