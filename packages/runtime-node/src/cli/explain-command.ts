import { amountShown, type DecimalText, type ExplainedField, type ExplainedOrder, problemWords, type RuleExplanation } from '@megzo/core';
import type { Command } from 'commander';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { onPair, type PairOptions, unusable, withPair } from './pair-command.ts';
import { readJson } from './read-json.ts';
import { replayLines } from './replay-text.ts';
import { summary, tellFaults } from './rules-text.ts';
import { sinceGiven } from './since-given.ts';
import { timeIn } from './time-in.ts';
import { writeLines } from './write-lines.ts';

interface Options extends PairOptions {
  readonly since?: string;
  readonly rules?: string;
  readonly listing?: string;
  readonly stock?: string;
}

/** Adds `megzo explain` and `megzo replay`. */
export function addExplainCommands(program: Command, io: Io, ended: (code: ExitCode) => void): void {
  const common = (command: Command): Command =>
    withPair(command).option('--by <name>', 'who looks, as it is remembered; the login by default');

  common(
    program
      .command('explain [order]')
      .option('--listing <sku>', 'why the values of a listing were written, newest first')
      .option('--stock <sku>', 'why figures of stock were written, newest first')
      .description('why the sales order of an order is as it is: every field, its rule, inputs, steps and rounding'),
  ).action(async (order: string | undefined, options: Options) => {
    const sku = options.listing ?? options.stock;
    if ((order === undefined) === (sku === undefined)) throw unusable('explain needs ORDER, or --listing SKU, or --stock SKU');
    ended(
      await onPair(options, io, async ({ handle, by, language, timeZone }) => {
        if (order === undefined) {
          const writes = await handle.explainArticle({ of: options.listing === undefined ? 'stock' : 'listing', sku: sku ?? '' });
          if (options.json === true) io.out(JSON.stringify(writes));
          else for (const write of writes) for (const line of writeLines(write, timeZone)) io.out(line);
          if (writes.length === 0) io.err(nothingWritten(sku ?? '', options.listing === undefined ? 'stock' : 'listing'));
          return writes.length > 0 ? exitCodes.fine : exitCodes.failed;
        }
        const answer = await handle.explain(order, { by });
        if (options.json === true) io.out(JSON.stringify(answer));
        else for (const line of explainLines(answer, order, { language, timeZone })) io.out(line);
        return answer.status === 'explained' ? exitCodes.fine : exitCodes.failed;
      }),
    );
  });

  common(program.command('replay').description('what other rules would have sent for recorded orders, field by field; no effect'))
    .requiredOption('--since <day>', 'orders placed from this day or instant on, such as 2026-01-01')
    .requiredOption('--rules <version|file>', 'a version of the order rules, or a file')
    .option('--flow <flow>', 'orders')
    .action(async (options: Options & { readonly flow?: string }) => {
      if ((options.flow ?? 'orders') !== 'orders') throw unusable('replay knows the flow orders alone');
      const given = options.rules ?? '';
      const rules = /^\d+$/.test(given) ? Number(given) : { content: await readJson(given) };
      ended(
        await onPair(options, io, async ({ handle, by, language, timeZone }) => {
          const since = Date.parse(sinceGiven(options.since, timeZone));
          const records: unknown[] = [];
          const onOrder = (order: Parameters<typeof replayLines>[0]): void => {
            if (options.json === true) io.out(JSON.stringify(order));
            else for (const line of replayLines(order, language)) io.out(line);
          };
          const result = await handle.replay({ since, rules, by, signal: io.signal, onOrder });
          if (options.json === true) io.out(JSON.stringify({ ...result, ...(records.length === 0 ? {} : { records }) }));
          else if (result.status === 'replayed') io.out(summary(result));
          else if (result.status === 'refused') tellFaults(result.faults, language, io);
          else io.err(`There is no version ${given} of the order rules. megzo rules list --flow orders shows those that there are.`);
          return result.status === 'replayed' ? exitCodes.fine : exitCodes.failed;
        }),
      );
    });
}

function nothingWritten(sku: string, of: 'listing' | 'stock'): string {
  return `Nothing that was written for the ${of} of ${sku} is recorded. Check the SKU; what is parked and why stands in the report of megzo sync, and megzo stock show ${sku} tells what is counted.`;
}

function explainLines(
  answer: ExplainedOrder,
  order: string,
  { language, timeZone }: { readonly language: 'de' | 'en'; readonly timeZone: string },
): readonly string[] {
  switch (answer.status) {
    case 'unknown-order':
      return [
        `There is no order ${order} here. Check the number; a new order is fetched by the next run, and megzo orders list shows what waits.`,
      ];
    case 'nothing-sent': {
      const { state, reason, reasonData } = answer.record;
      const why = reason === undefined ? '' : `: ${problemWords(reason, { order, ...reasonData }).text[language]}`;
      return [`Order ${order} is ${state}; no sales order was sent from here${why}`];
    }
    case 'rules-unreadable':
      return [`Version ${answer.version} of the order rules cannot be read by this version of the program.`];
    case 'explained': {
      const { explained } = answer;
      const recomputed = {
        equal: 'made again, it is the same byte for byte',
        differs: 'made again, it differs',
        'people-erased': 'its people were erased',
      };
      return [
        `Order ${order}, revision ${explained.revision}, sent ${timeIn(timeZone, explained.sentAt)}; ${recomputed[explained.recomputed]}`,
        `Rules: version ${explained.rules.version}`,
        `Tax: ${explained.treatment.kind} (${Object.entries(explained.taxedBy)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ')})`,
        `Contact: ${explained.contact.id ?? 'none'} (${explained.contact.why}, policy ${explained.contact.policy})`,
        '',
        ...explained.fields.flatMap(fieldLines),
        '',
        ...amountLines(explained.amounts),
      ];
    }
  }
}

function fieldLines({ path, value, by, rule }: ExplainedField): readonly string[] {
  const shown = value.replaceAll('\n', ' / ');
  if (rule === undefined) return [`${path} = ${shown}   (${by})`];
  return [
    `${path} = ${shown}   (rule ${rule.place + 1} of ${rule.block})`,
    ...rule.named.flatMap((named) => stepLines(named, `named.${named.name}`)),
    ...stepLines(rule, ''),
  ];
}

function stepLines({ inputs, source, steps }: Pick<RuleExplanation, 'inputs' | 'source' | 'steps'>, name: string): readonly string[] {
  const read = Object.entries(inputs).map(([path, value]) => `${path} ${JSON.stringify(value)}`);
  return [
    `    ${name === '' ? '' : `${name}: `}${read.length === 0 ? 'always' : `from ${read.join(', ')} ->`} ${JSON.stringify(source)}`,
    ...steps.map(
      ({ do: step, output, detail }) =>
        `      ${step}${
          detail === undefined
            ? ''
            : ` (${Object.entries(detail)
                .map(([key, value]) => `${key} ${value}`)
                .join(', ')})`
        } -> ${JSON.stringify(output)}`,
    ),
  ];
}

function amountLines(amounts: Extract<ExplainedOrder, { status: 'explained' }>['explained']['amounts']): readonly string[] {
  if (amounts === undefined) return [];
  return [
    `Amounts: charged ${shown(amounts.charged)}, due ${shown(amounts.due)}, made ${shown(amounts.made)}`,
    ...amounts.rates.map(
      ({ rate, charged, due, made, taxCharged, taxMade }) =>
        `  ${rate} %: charged ${shown(charged)}, due ${shown(due)}, made ${shown(made)}; tax of the shop ${shown(taxCharged)}, of the books ${shown(taxMade)}`,
    ),
    ...amounts.items.map(
      ({ item, rate, charged, due, moved, how, lines = [] }) =>
        `  ${item} at ${rate} %: charged ${shown(charged)}, due ${shown(due)}${moved === '0' ? '' : `, moved ${shown(moved)} by sharing cents`}; ${how ?? 'not written'}${lines.length === 0 ? '' : `: ${lines.map(({ quantity, unitPriceGross }) => `${quantity} × ${shown(unitPriceGross)}`).join(' + ')}`}`,
    ),
  ];
}

function shown(amount: DecimalText | undefined): string {
  return amount === undefined ? '–' : amountShown(amount);
}
