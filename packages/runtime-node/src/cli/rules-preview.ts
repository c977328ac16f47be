import { type PreviewedListing, type PreviewedStock, problemWords, type RuleFault, type RuleFlow } from '@megzo/core';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { type OnPair, unusable } from './pair-command.ts';
import { replayLines } from './replay-text.ts';
import { summary, tellFaults } from './rules-text.ts';

type Language = 'de' | 'en';

export interface PreviewAsked {
  readonly rules: number | { readonly content: unknown };
  readonly by: string;
  readonly limit: number;
  readonly json: boolean;
}

/** What rules would make of what is recorded: sent orders, articles as they were read, stock as it is booked. */
export async function preview(
  handle: OnPair['handle'],
  flow: RuleFlow,
  { rules, by, limit, json }: PreviewAsked,
  language: Language,
  io: Io,
): Promise<ExitCode> {
  const records: unknown[] = [];
  const told =
    <One>(lines: (one: One, language: Language) => readonly string[]) =>
    (one: One): void => {
      if (json) records.push(one);
      else for (const line of lines(one, language)) io.out(line);
    };
  const result = await resultOf();
  const fine = result.status === 'replayed' || result.status === 'previewed';
  if (json) io.out(JSON.stringify({ ...result, records }));
  else if ('faults' in result) tellFaults(result.faults as readonly RuleFault[], language, io);
  else if (fine) io.out(summary(result));
  else io.err(remedies[result.status]?.replaceAll('FLOW', flow) ?? `Nothing to look at: ${result.status}.`);
  return fine ? exitCodes.fine : exitCodes.failed;

  async function resultOf(): Promise<{ readonly status: string }> {
    switch (flow) {
      case 'orders':
        return handle.replay({ since: 0, rules, by, limit, signal: io.signal, onOrder: told(replayLines) });
      case 'listings':
        return handle.rules.previewListings({ rules, limit, onListing: told(listingLines) });
      case 'stock':
        return handle.rules.previewStock({ rules, limit, onStock: told(stockLines) });
      case 'shipments':
        throw unusable(
          'there is no preview of shipments: no flow ships, so that no records of it are kept; rules check says what is wrong with rules',
        );
    }
  }
}

const remedies: Readonly<Record<string, string>> = {
  'unknown-version': 'There is no such version. megzo rules list --flow FLOW shows those that there are.',
  'never-ran':
    'Nothing to look at: this pair never ran. megzo sync --once --dry-run reads articles and settings, and writes nothing outside.',
  'active-unfit':
    'Nothing to compare with: the active rules do not fit or cannot be read. megzo rules check FILE says what is wrong; megzo rules activate or import puts others in their place.',
  'no-stock': 'Nothing to look at: the configuration of this pair says nothing about stock.',
};

function listingLines({ sku, title, changes, refused }: PreviewedListing, language: Language): readonly string[] {
  const name = sku.trim() === '' ? `"${title}" (without a number)` : sku;
  return [
    ...changes.map(({ path, sent, now }) => `${name}  ${path}: ${sent ?? '–'} -> ${now ?? '–'}`),
    ...noAnswer(name, refused, language),
  ];
}

function stockLines({ sku, changes, published, refused }: PreviewedStock, language: Language): readonly string[] {
  const shown = published === undefined ? 'told nothing yet' : `told ${published} last`;
  return [
    ...changes.map(({ path, sent, now }) => `${sku}  ${path}: ${sent ?? '–'} -> ${now ?? '–'}  (the channel was ${shown})`),
    ...noAnswer(sku, refused, language),
  ];
}

function noAnswer(name: string, refused: PreviewedListing['refused'], language: Language): readonly string[] {
  return refused === undefined
    ? []
    : [`${name}  no answer: ${problemWords(refused.reason, { sku: name, article: name, ...refused.data }).text[language]}`];
}
