import { type OrderChoice, type OrderDesk, type OrderEntry, type OrderFile, type OrderState, orderStates } from '@megzo/core';
import type { Command } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config-file.ts';
import type { Settings } from '../config/environment.ts';
import { nearest } from '../config/nearest.ts';
import { createContainer, parts } from '../container/container.ts';
import type { RunnablePair } from '../container/pairs.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../observability/log.ts';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { onePair } from './one-pair.ts';
import { timeIn } from './time-in.ts';

/** What the command line is put together with. */
export interface OrdersContext {
  readonly io: Io;
  settings(): Settings;
  config(file: string | undefined): Promise<Config | undefined>;
  ended(code: ExitCode): void;
}

interface Options {
  readonly pair?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly state?: string;
  readonly by?: string;
  readonly why?: string;
  readonly salesOrder?: string;
  readonly force?: boolean;
}

/** `megzo orders …`: what waits for a person, why, and the person's word on it. */
export function addOrdersCommand(program: Command, context: OrdersContext): void {
  const orders = program.command('orders').description('look at orders, and say what shall become of those that wait for a person');
  common(orders.command('list').description('orders in a state: parked where not named'))
    .option('--state <state>', `one of ${orderStates.join(', ')}`)
    .action((options: Options) => run(context, options, (pair) => list(pair, options, context.io)));
  common(orders.command('show').argument('<order>').description('one order: state, reason, every attempt and what was seen')).action(
    (order: string, options: Options) => run(context, options, (pair) => show(pair, order, options, context.io)),
  );
  word(orders.command('adopt').argument('<order>').description('it stands there: this sales order is the one of the order'))
    .requiredOption('--sales-order <id>', 'its id in the invoicing system')
    .option('--force', 'insist, though its total or its mark speaks against it')
    .action((order: string, options: Options) =>
      run(context, options, (pair) =>
        decide(pair, order, { choice: 'adopt', salesOrderId: options.salesOrder ?? '' }, options, context.io),
      ),
    );
  word(
    orders.command('create').argument('<order>').description('it does not stand there: make it with the next run, without looking'),
  ).action((order: string, options: Options) =>
    run(context, options, (pair) => decide(pair, order, { choice: 'create' }, options, context.io)),
  );
  word(orders.command('drop').argument('<order>').description('it shall never be made')).action((order: string, options: Options) =>
    run(context, options, (pair) => decide(pair, order, { choice: 'drop' }, options, context.io)),
  );
}

function common(command: Command): Command {
  return command
    .option('--pair <pair>', 'needed where the file names several')
    .option('--json', 'print one JSON document')
    .option('--config <file>', 'merchants, connections and pairs');
}

function word(command: Command): Command {
  return common(command).requiredOption('--by <name>', 'who says so').requiredOption('--why <text>', 'and why; both stand in the audit');
}

async function run(context: OrdersContext, options: Options, work: (pair: RunnablePair) => Promise<ExitCode>): Promise<void> {
  const config = await context.config(options.config);
  if (config === undefined)
    throw new ConfigError('The arguments cannot be used:', ['orders needs --config FILE: nothing is connected yet']);
  const chosen = onePair(config, options.pair, 'orders');
  const database = await openDatabase(context.settings(), { embedded: 'own-or-join', demoData: 'clear' });
  try {
    const { store } = database;
    const container = createContainer({ store, budget: store.budget, config, log: createLog('warn') });
    const pair = container.get(parts.pairs).find((one) => one.merchant.id === chosen.merchant.id && one.pair.id === chosen.pair);
    if (pair === undefined) throw new Error(`pair ${chosen.pair} was configured a moment ago`);
    context.ended(await work(pair));
  } finally {
    await database.close();
  }
}

const pageSize = 500;

async function list({ handle, merchant }: RunnablePair, { state = 'parked', json }: Options, io: Io): Promise<ExitCode> {
  const wanted = orderStates.find((one) => one === state);
  if (wanted === undefined) {
    const near = nearest(state, orderStates);
    const hint = near === undefined ? `known are ${orderStates.join(', ')}` : `did you mean ${near}?`;
    throw new ConfigError('The arguments cannot be used:', [`--state ${state}: there is none of that name; ${hint}`]);
  }
  const entries = await allOf(handle.orders, wanted);
  if (json === true) {
    io.out(
      JSON.stringify({
        state: wanted,
        orders: entries.map(({ record, reason }) => ({ ...briefOf(record), text: reason?.[merchant.language] })),
      }),
    );
    return exitCodes.fine;
  }
  for (const { record, reason } of entries) {
    io.out(
      `${record.orderId.padEnd(10)} ${timeIn(merchant.timeZone, record.head.placedAt)} ${(record.reason ?? '').padEnd(28)} ${reason?.[merchant.language] ?? ''}`,
    );
  }
  io.out(entries.length === 0 ? `No order is ${wanted}.` : `${entries.length} ${wanted}. "megzo orders show ORDER" tells more of one.`);
  return exitCodes.fine;
}

async function allOf(desk: OrderDesk, state: OrderState): Promise<readonly OrderEntry[]> {
  const entries: OrderEntry[] = [];
  for (let after: string | undefined; ; ) {
    const page = await desk.list({ state, limit: pageSize, ...(after === undefined ? {} : { after }) });
    entries.push(...page);
    after = page.at(-1)?.record.orderId;
    if (page.length < pageSize) return entries;
  }
}

function briefOf({ orderId, state, reason, salesOrderId, head }: OrderEntry['record']) {
  return { order: orderId, state, reason, salesOrder: salesOrderId, placedAt: new Date(head.placedAt).toISOString() };
}

async function show({ handle, merchant, pair }: RunnablePair, order: string, { json }: Options, io: Io): Promise<ExitCode> {
  const file = await handle.orders.show(order);
  if (file === undefined) {
    io.err(`Order ${order} is not known to pair ${pair.id}. Check the number; a new order is fetched by the next run.`);
    return exitCodes.failed;
  }
  if (json === true) io.out(JSON.stringify(documentOf(file, merchant.language)));
  else for (const line of linesOf(file, merchant)) io.out(line);
  return exitCodes.fine;
}

function documentOf({ record, reason, remedy, effect, link, audit }: OrderFile, language: 'de' | 'en') {
  return {
    ...briefOf(record),
    text: reason?.[language],
    remedy: remedy?.[language],
    link,
    delivery: effect && {
      state: effect.state,
      attempts: effect.attempt,
      reason: effect.reason,
      marker: effect.marker,
      notBefore: timeOf(effect.notBefore),
    },
    evidence: (effect?.evidence ?? []).map(({ at, what, details }) => ({ at: timeOf(at), what, details })),
    audit: audit.map(({ at, by, what }) => ({ at: timeOf(at), by, what })),
  };
}

function linesOf(
  { record, reason, remedy, effect, link, audit }: OrderFile,
  { language, timeZone }: Pick<RunnablePair['merchant'], 'language' | 'timeZone'>,
): readonly string[] {
  const { orderId, state, salesOrderId, head } = record;
  const shown = (at: number): string => timeIn(timeZone, at);
  return [
    `Order ${orderId}: ${state}, placed at ${shown(head.placedAt)}`,
    ...(reason === undefined ? [] : [`  ${reason[language]}`]),
    ...(remedy === undefined ? [] : [`  -> ${remedy[language]}`]),
    ...(salesOrderId === undefined ? [] : [`  sales order ${salesOrderId}${link === undefined ? '' : ` ${link}`}`]),
    ...(effect === undefined ? [] : [`  delivery: ${effect.state}, ${effect.attempt} attempts, marker "${effect.marker}"`]),
    ...(effect?.state === 'unknown' ? [`  in doubt: looked for at ${shown(effect.notBefore)}`] : []),
    ...(effect?.state === 'intended' ? [`  goes on with the next run from ${shown(effect.notBefore)} on`] : []),
    ...(effect?.evidence ?? []).map(({ at, what, details }) => `    ${shown(at)} ${what}${detailsOf(details)}`),
    ...audit.map(({ at, by, what }) => `    ${shown(at)} ${by}: ${what}`),
  ];
}

function detailsOf(details: Readonly<Record<string, string | number | boolean>> = {}): string {
  return Object.entries(details)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('');
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

async function decide(
  { handle, merchant, pair }: RunnablePair,
  order: string,
  choice: OrderChoice,
  { by = '', why = '', force = false, json }: Options,
  io: Io,
): Promise<ExitCode> {
  const decided = await handle.orders.decide({ orderId: order, choice, by, why, force });
  if (json === true) {
    const objections = decided.status === 'refused' ? decided.objections : [];
    const words = objections.map(({ code, text, remedy }) => ({ code, text: text[merchant.language], remedy: remedy[merchant.language] }));
    io.out(JSON.stringify({ order, choice: choice.choice, status: decided.status, objections: words }));
  } else if (decided.status === 'decided') {
    const then = { adopt: 'it counts as placed', create: 'the next run makes it', drop: 'nothing is made for it' }[choice.choice];
    io.out(`Order ${order} of ${pair.id}: ${then}. Said by ${by}, and kept in the audit.`);
  } else {
    for (const { code, text, remedy } of decided.objections) {
      io.err(`[${code}] ${text[merchant.language]}`);
      io.err(`  -> ${remedy[merchant.language]}`);
    }
    io.err('Nothing was changed.');
  }
  return decided.status === 'decided' ? exitCodes.fine : exitCodes.failed;
}
