import { callError } from '@megzo/adapter-kit';
import { errorCodes, isAccountError, isSettledByWord, type ProblemCode, problemCodes, problemWords } from '@megzo/core';

/** Headings of the page, each with the beginnings of the codes that stand below it. */
const families: readonly { readonly heading: string; readonly about: string; readonly begin: RegExp }[] = [
  {
    heading: 'Accounts and connections',
    about: 'They concern a whole connection or pair. What does not need that side goes on.',
    begin: /^(CONNECTION|PAIR|CHANNEL|PRICE_MODE|PROBLEM|WORD)_/,
  },
  {
    heading: 'Articles, listings and prices',
    about: 'They concern one article. All others are published.',
    begin: /^(ARTICLE|LISTING|PRICE_JUMPED|PRICE_NOT|SKU|TAX_CLASS)/,
  },
  {
    heading: 'Mapping rules',
    about:
      'A rule has no answer for one record: it waits, and goes on by itself under a new version of the rules or with new rates. All others are written.',
    begin: /^(MAPPING|RULES)_/,
  },
  { heading: 'Stock', about: 'They concern the stock of one article.', begin: /^STOCK_/ },
  {
    heading: 'Orders, contacts and sales orders',
    about: 'They concern one order. Those that say “nothing to do” are reasons of held and excluded orders, not problems.',
    begin: /^(ADOPTED|EXCHANGE|ORDERS?|CONTACT|SALES_ORDER|TAX_(?:GOODS|MISSING|RATE|SERVICE|SEVERAL|SPECIAL|TREATMENT)|TOTALS|VAT)_/,
  },
];

/** Gives back `{name}` for every name, so that the page shows what will be filled in. */
const placeholders = new Proxy<Record<string, string>>({}, { get: (_target, name) => `{${String(name)}}` });

/** `docs/errors.md` as it must read: every code, in its own words. Throws if a code belongs to no family or to two. */
export function errorsPage(): string {
  const sections = families.map(({ heading, about, begin }) => {
    const entries = problemCodes.filter((code) => begin.test(code)).toSorted();
    return [`## ${heading}`, '', about, '', ...entries.flatMap((code) => problemEntry(code))].join('\n');
  });
  const strays = problemCodes.filter((code) => families.filter(({ begin }) => begin.test(code)).length !== 1);
  if (strays.length > 0) throw new Error(`these codes stand below no heading of the page, or below two: ${strays.join(', ')}`);
  return `${[head, errorSection(), ...sections].join('\n').trimEnd()}\n`;
}

const head = `# Errors and problems

<!-- Generated: \`test/errors-doc.spec.ts\` compares this page with the code; CONTRIBUTING.md says how to write it anew. -->

Two kinds of codes exist. An **error code** says what became of one call to a vendor; programs match on it. A **problem code** says
what a person has to do, or why a record waits; it comes with a text and a remedy, German and English. Codes survive minor releases,
words may change. Match on codes, never on words. \`{name}\` is filled in from the record; no personal data is ever in it.
`;

function errorSection(): string {
  const rows = errorCodes.map((code) => {
    const error = callError(code);
    return `| \`${code}\` | ${error.message} | ${isAccountError(error) ? 'says something of the account, not of the record' : ''} |`;
  });
  return [
    '## Error codes',
    '',
    'Carried by `SyncError` in an `Answer` or `Outcome`. An adapter may use words of its own for a code.',
    '',
    '| code | words | |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function problemEntry(code: ProblemCode): readonly string[] {
  const { text, remedy } = problemWords(code, placeholders);
  const [ends, endet] = isSettledByWord(code)
    ? [
        ['**It may be settled** by a person’s word: `megzo problems settle`.'],
        ['> **Sie lässt sich abhaken**, sobald es getan ist: `megzo problems settle`.'],
      ]
    : [[], []];
  return [
    `### ${code}`,
    '',
    text.en,
    `**What to do:** ${remedy.en}`,
    ...ends,
    '',
    `> ${text.de}`,
    `> **Was zu tun ist:** ${remedy.de}`,
    ...endet,
    '',
  ];
}
