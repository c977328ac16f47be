import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { merchantId, type PersonalData } from '@megzo/core';
import { type FreshStore, secretKey, startWorld, type World } from './world.ts';

jest.setTimeout(60_000);

const acme = merchantId('acme');
const other = merchantId('other');
const access = { purpose: 'a test', by: 'me', at: 1 };
const forever = Date.UTC(2100, 0);

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

describe('the vault', () => {
  it('holds nothing that can be read without the key, in whatever table', async () => {
    const { store, sql } = await world.fresh();
    await store.transaction(acme, ({ people }) => people.put('order/1', person('Kanarienvogel'), forever));
    await store.transaction(acme, ({ people }) => people.read('order/1', access));

    const text = await everything(sql);

    expect(text).toContain('order/1');
    expect(text).not.toMatch(/kanarienvogel/i);
    // Nor behind the encodings that a sealed text is made of.
    for (const part of text.match(/[\w-]{20,}/g) ?? [])
      expect(Buffer.from(part, 'base64url').toString('utf8')).not.toContain('Kanarienvogel');
    expect(text).not.toContain(Buffer.from('Kanarienvogel').toString('hex'));
    expect(await store.transaction(acme, ({ people }) => people.read('order/1', access))).toEqual(person('Kanarienvogel'));
  });

  it('does not open a row under another key', async () => {
    const { store, sql } = await world.fresh();
    await store.transaction(acme, async ({ people }) => {
      await people.put('a', person('Anna'), forever);
      await people.put('b', person('Berta'), forever);
    });

    await sql(
      "SET megzo.merchant = 'acme'",
      `UPDATE megzo.vault SET sealed = swap.sealed FROM megzo.vault AS swap WHERE vault.key = 'a' AND swap.key = 'b'`,
    );

    const reading = store.transaction(acme, ({ people }) => people.read('a', access));
    await expect(reading).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
    await expect(reading).rejects.not.toThrow('Berta');
    expect(await store.transaction(acme, ({ people }) => people.read('b', access))).toEqual(person('Berta'));
  });

  it('does not open a row of another merchant, even with their data key beside it', async () => {
    const { store, sql, another } = await world.fresh();
    await store.transaction(acme, ({ people }) => people.put('a', person('Anna'), forever));

    const [row] = await sql(
      "SET megzo.merchant = 'acme'",
      'SELECT key_id, wrapped, sealed FROM megzo.vault JOIN megzo.vault_keys USING (key_id)',
    );
    await sql(
      "SET megzo.merchant = 'other'",
      `INSERT INTO megzo.vault_keys (key_id, wrapped) VALUES ('${row?.key_id}', '${row?.wrapped}')`,
      `INSERT INTO megzo.vault (key, key_id, sealed, ends_at) VALUES ('a', '${row?.key_id}', '${row?.sealed}', now())`,
    );

    for (const each of [store, await another()]) {
      await expect(each.transaction(other, ({ people }) => people.read('a', access))).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
    }
  });

  it('does not open a row that was changed', async () => {
    const { store, sql } = await world.fresh();
    await store.transaction(acme, ({ people }) => people.put('a', person('Anna'), forever));

    await sql("SET megzo.merchant = 'acme'", `UPDATE megzo.vault SET sealed = overlay(sealed PLACING 'AAAA' FROM length(sealed) - 60)`);

    await expect(store.transaction(acme, ({ people }) => people.read('a', access))).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
  });

  it('leaves no trace of a read that failed with its transaction', async () => {
    const { store } = await world.fresh();
    await store.transaction(acme, ({ people }) => people.put('a', person('Anna'), forever));

    await store
      .transaction(acme, async ({ people }) => {
        await people.read('a', access);
        throw new Error('no');
      })
      .catch(() => undefined);

    expect(await store.transaction(acme, ({ audit }) => audit.bySubject('a'))).toEqual([]);
  });

  it('seals with one key per merchant, and forgets a key that was rolled back', async () => {
    const { store, sql, another } = await world.fresh();
    await store
      .transaction(acme, async ({ people }) => {
        await people.put('a', person('Anna'), forever);
        throw new Error('no');
      })
      .catch(() => undefined);

    for (const key of ['a', 'b']) await store.transaction(acme, ({ people }) => people.put(key, person('Anna'), forever));
    await store.transaction(other, ({ people }) => people.put('a', person('Otto'), forever));

    const keys = await Promise.all(
      ['acme', 'other'].map((name) =>
        sql(`SET megzo.merchant = '${name}'`, 'SELECT DISTINCT key_id, wrapped FROM megzo.vault JOIN megzo.vault_keys USING (key_id)'),
      ),
    );
    expect(keys.map((rows) => rows.length)).toEqual([1, 1]);
    expect(keys[0]).not.toEqual(keys[1]);
    const second = await another();
    expect(await second.transaction(acme, ({ people }) => people.read('b', access))).toEqual(person('Anna'));
    expect(await second.transaction(other, ({ people }) => people.read('a', access))).toEqual(person('Otto'));
  });

  it('seals the same text differently each time', async () => {
    const { store, sql } = await world.fresh();
    await store.transaction(acme, async ({ people }) => {
      for (const key of ['a', 'b']) await people.put(key, person('Anna'), forever);
    });

    const rows = await sql("SET megzo.merchant = 'acme'", `SELECT DISTINCT split_part(sealed, '.', 3) AS iv FROM megzo.vault`);

    expect(rows).toHaveLength(2);
  });
});

describe('the secret key', () => {
  it.each([
    ['hex', secretKey],
    ['capital hex with blanks', ` ${secretKey.toUpperCase()}\n`],
    ['base64', Buffer.from(secretKey, 'hex').toString('base64')],
    ['base64url', Buffer.from(secretKey, 'hex').toString('base64url')],
  ])('opens the same vault when it is written as %s', async (_form, written) => {
    const { store, another } = await world.fresh();
    await store.transaction(acme, ({ people }) => people.put('a', person('Anna'), forever));

    const second = await another({ secretKey: written });

    await expect(second.ready()).resolves.toMatchObject({ role: 'megzo_service' });
    expect(await second.transaction(acme, ({ people }) => people.read('a', access))).toEqual(person('Anna'));
  });

  it('that is not the one of the database is told at ready, by ids and not by keys', async () => {
    const { another } = await world.fresh();
    const wrong = 'cd'.repeat(32);
    const store = await another({ secretKey: wrong });

    const ready = store.ready();

    await expect(ready).rejects.toMatchObject({ code: 'SECRET_KEY_WRONG' });
    await expect(ready).rejects.toThrow('MEGZO_SECRET_KEY is not the key that this database is sealed with');
    await expect(ready).rejects.not.toThrow(wrong);
    await expect(store.transaction(acme, ({ people }) => people.put('a', person('Anna'), forever))).rejects.toMatchObject({
      code: 'SECRET_KEY_WRONG',
    });
  });

  it('can be a passphrase', async () => {
    const database = await world.empty();
    const passphrase = 'correct horse battery staple, and then some';
    const { createPostgresStore } = await import('../src/index.ts');
    const stores = await Promise.all(
      [passphrase, `${passphrase}!`].map((each) => createPostgresStore({ url: database.url, secretKey: each })),
    );
    await stores[0]?.migrate();

    await expect(stores[0]?.ready()).resolves.toMatchObject({ login: expect.any(String) });
    await expect(stores[1]?.ready()).rejects.toMatchObject({ code: 'SECRET_KEY_WRONG' });
    // Another migration founds nothing anew.
    await stores[1]?.migrate();
    await expect(stores[1]?.ready()).rejects.toMatchObject({ code: 'SECRET_KEY_WRONG' });
    await Promise.all(stores.map((store) => store.close()));
  });

  it.each(['', 'short', 'x'.repeat(31), ` ${'x'.repeat(31)} `])('is refused when it is as weak as %j', async (weak) => {
    const { another } = await world.fresh();

    await expect(another({ secretKey: weak })).rejects.toMatchObject({ code: 'SECRET_KEY_WEAK' });
  });
});

function person(name: string): PersonalData {
  const address = { firstName: name, lastName: 'Ünal', street: 'Weg 1', zip: '10115', city: 'Berlin', country: 'DE', fields: [] };
  return { kind: 'order', people: { billing: address, shipping: [address], email: `${name}@example.org` } };
}

/** All rows of all tables as text, as the migrating login sees them merchant by merchant. */
async function everything(sql: FreshStore['sql']): Promise<string> {
  const tables = await sql(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'megzo'::regnamespace AND relkind = 'r'`);
  expect(tables.length).toBeGreaterThan(20);
  const rows = await Promise.all(
    tables.map(({ name }) => sql("SET megzo.merchant = 'acme'", `SELECT t::text AS row FROM megzo.${name} AS t`)),
  );
  return rows
    .flat()
    .map(({ row }) => String(row))
    .join('\n');
}
