export type Column = 'sku' | 'figure' | 'counted' | 'pool';

/** Names of columns as merchants and programs write them, without case, blanks and signs. */
const names: Readonly<Record<Column, readonly string[]>> = {
  sku: ['sku', 'artikelnummer', 'artikelnr', 'artikelno', 'artnr', 'artnummer', 'articlenumber', 'itemnumber', 'productcode'],
  figure: [
    'bestand',
    'lagerbestand',
    'menge',
    'anzahl',
    'stück',
    'stk',
    'stückzahl',
    'onhand',
    'quantity',
    'qty',
    'stock',
    'stocklevel',
    'count',
  ],
  counted: ['datum', 'zeitpunkt', 'gezähltam', 'zähldatum', 'stand', 'countedat', 'countedon', 'date'],
  pool: ['pool', 'lager', 'lagerort', 'warehouse'],
};

export type Columns = Readonly<Record<'sku' | 'figure', number>> & Readonly<Partial<Record<'counted' | 'pool', number>>>;

/** Where each column stands, or what is wrong with the first line, in English. */
export function columnsOf(header: readonly string[]): Columns | { readonly fault: string } {
  const found = new Map<Column, number>();
  for (const [place, title] of header.entries()) {
    const column = (Object.keys(names) as Column[]).find((name) => names[name].includes(folded(title)));
    if (column === undefined) continue;
    const before = found.get(column);
    if (before !== undefined)
      return { fault: `the columns "${header[before]}" and "${title}" both give the ${words[column]}; leave one of them` };
    found.set(column, place);
  }
  const { sku, figure, counted, pool } = Object.fromEntries(found) as Partial<Record<Column, number>>;
  if (sku === undefined || figure === undefined) {
    const missing = sku === undefined ? 'sku' : 'figure';
    const seen = header.map((title) => `"${title}"`).join(', ');
    return {
      fault: `the first line names no ${words[missing]}; call a column "${examples[missing]}". It names: ${seen === '' ? 'nothing' : seen}`,
    };
  }
  return { sku, figure, ...(counted === undefined ? {} : { counted }), ...(pool === undefined ? {} : { pool }) };
}

const words: Readonly<Record<Column, string>> = { sku: 'SKU', figure: 'figure', counted: 'time of counting', pool: 'pool' };
const examples = { sku: 'Artikelnummer" or "SKU', figure: 'Bestand" or "Quantity' } as const;

function folded(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ue', 'ü')
    .replaceAll('ae', 'ä')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replace('qüntity', 'quantity');
}
