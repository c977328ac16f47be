// Ids and keys sort by their bytes, on every server alike; pages depend on it.
export const id = 'text COLLATE "C" NOT NULL';
export const instant = 'timestamptz NOT NULL';

/** What the service may do with a table. What is only added to can be neither changed nor removed by it. */
type Rights = 'append' | 'append and change' | 'append, change and remove';
const grants: { readonly [rights in Rights]: string } = {
  append: 'SELECT, INSERT',
  'append and change': 'SELECT, INSERT, UPDATE',
  'append, change and remove': 'SELECT, INSERT, UPDATE, DELETE',
};

/** A table of merchants' rows: led by the merchant, and closed to every role unless that merchant is set. */
export function ofMerchants(name: string, rights: Rights, columns: readonly string[]): readonly string[] {
  return [
    `CREATE TABLE megzo.${name} (merchant_id ${id} DEFAULT megzo.current_merchant(), ${columns.join(', ')})`,
    `ALTER TABLE megzo.${name} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE megzo.${name} FORCE ROW LEVEL SECURITY`,
    // In a sub-select the function is called once for a statement, not once for a row.
    `CREATE POLICY own_rows ON megzo.${name} USING (merchant_id = (SELECT megzo.current_merchant()))
       WITH CHECK (merchant_id = (SELECT megzo.current_merchant()))`,
    `GRANT ${grants[rights]} ON megzo.${name} TO megzo_service`,
  ];
}

export function key(columns: string): string {
  return `PRIMARY KEY (merchant_id, ${columns})`;
}
