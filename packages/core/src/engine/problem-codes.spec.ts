import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parkReasons } from '../effects/advance.ts';
import { isProblemCode, problemCodes, problemWords } from '../kernel/problem-catalogue.ts';
import { errorCodes } from '../kernel/sync-error.ts';
import { ruleFaultCodes } from '../mapping/rule-fault.ts';
import { refusalReasons } from '../mapping/value.ts';
import { stockFaultCodes } from '../stock/stock-faults.ts';

/**
 * Goal: a person never meets a code without words, or words with a gap. Method: the sources of the flows are searched for every code that
 * they write, and for what they hand in beside it.
 */
const folders = ['mapping', 'effects', 'listings', 'stock', 'orders', 'invoices', 'shipping', 'returns', 'payments', 'engine'];
const sources = folders.flatMap((folder) => filesIn(folder).map((name) => ({ folder, text: readSource(`../${folder}/${name}`) })));

/** Words inside a problem’s data or of an answer, no problems of their own. */
const otherWords = new Set<string>([...errorCodes, ...parkReasons, ...refusalReasons, ...ruleFaultCodes, ...stockFaultCodes]);
/** Reasons that a driver parks with; the flow puts its own word before them. */
const driverReasons = { LISTING: [...parkReasons, 'ARTICLE_GONE'], SALES_ORDER: parkReasons };
/** A contact’s reason is told inside another problem. */
const innerReasons = new Set(['ARTICLE_GONE', 'CONTACT_DATA_ERASED']);

/** What every problem of a folder is given beside its own data. */
const always: Readonly<Partial<Record<string, readonly string[]>>> = {
  mapping: ['target', 'value'],
  orders: ['order'],
  listings: ['article', 'sku'],
  engine: ['connection', 'code'],
};

/** Made far from where it is raised; a spec of that place sees the words without a gap. */
const handedOn: Readonly<Partial<Record<string, readonly string[]>>> = {
  SALES_ORDER_TOTAL_DIFFERS: ['charged', 'salesOrder'],
  ORDER_AS_BEFORE_AGAIN: ['link'],
  ORDER_CANCELLED_AFTER_PLACING: ['link'],
  ORDER_EDITED_AFTER_PLACING: ['link'],
  ORDER_PUT_AWAY_AFTER_PLACING: ['link'],
  SALES_ORDER_STANDS_THOUGH_DROPPED: ['link'],
};

describe('the catalogue of problems', () => {
  const written = sources.flatMap(({ folder, text }) =>
    [...text.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map((match) => ({
      folder,
      code: match[1] ?? '',
      near: text.slice(Math.max(0, match.index - 400), match.index + 400),
    })),
  );
  const raised = written.filter(({ code }) => !otherWords.has(code) && !innerReasons.has(code));
  const composed = Object.entries(driverReasons).flatMap(([flow, reasons]) => reasons.map((reason) => `${flow}_${reason}`));

  it('is searched in sources that do raise problems', () => {
    expect(new Set(raised.map(({ code }) => code)).size).toBeGreaterThan(30);
  });

  it('holds every code that a source writes', () => {
    expect(raised.map(({ code }) => code).filter((code) => !isProblemCode(code))).toEqual([]);
  });

  it('holds every code that is made of a flow and a reason', () => {
    expect(composed.filter((code) => !isProblemCode(code))).toEqual([]);
    for (const flow of Object.keys(driverReasons)) {
      expect(sources.some(({ text }) => text.includes(`\`${flow}_\${`))).toBe(true);
    }
  });

  it.each(problemCodes)('says %s in both languages, with a remedy', (code) => {
    const { text, remedy } = problemWords(code, {});

    for (const words of [text.de, text.en, remedy.de, remedy.en]) expect(words.trim().length).toBeGreaterThan(5);
    expect(text.de).not.toBe(text.en);
  });

  it.each(problemCodes)('says the same of %s in both languages', (code) => {
    const { de, en } = placeholders(code);

    expect(en).toEqual(de);
  });

  it.each([...new Set(raised.map(({ code }) => code))])('is given all that the words of %s name', (code) => {
    if (!isProblemCode(code)) throw new Error(`${code} is not in the catalogue`);
    const given = new Set(
      raised
        .filter((one) => one.code === code)
        .flatMap(({ folder, near }) => [
          ...(always[folder] ?? []),
          ...(handedOn[code] ?? []),
          ...[...near.matchAll(/\b([a-zA-Z]+)(?=\s*[:,}])/g)].map(([, name = '']) => name),
        ]),
    );

    expect([...placeholders(code).de].filter((name) => !given.has(name))).toEqual([]);
  });

  it.each(composed)('is given all that the words of %s name', (code) => {
    const given = code.startsWith('LISTING') ? ['article', 'sku'] : ['order'];

    expect([...placeholders(code).de].filter((name) => !given.includes(name))).toEqual([]);
  });
});

/** Placeholders of text and remedy: the names that filling asks for, told apart by language. */
function placeholders(code: string): { readonly de: ReadonlySet<string>; readonly en: ReadonlySet<string> } {
  const asked = new Set<string>();
  const noting: Record<string, string> = new Proxy(
    {},
    {
      get: (_target, name) => {
        asked.add(String(name));
        return '';
      },
    },
  );
  problemWords(code, noting);
  const names = (language: 'de' | 'en'): ReadonlySet<string> =>
    new Set(
      [...asked].filter((name) => {
        const { text, remedy } = problemWords(code, { [name]: '<here>' });
        return `${text[language]} ${remedy[language]}`.includes('<here>');
      }),
    );
  return { de: names('de'), en: names('en') };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(new URL(`../${folder}/`, import.meta.url)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  } catch {
    // A flow that is still to come.
    return [];
  }
}

function readSource(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
