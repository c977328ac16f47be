import { type CalledSide, type PairRun, type PairSettings, poolOf, raiseProblem } from '../effects/pair-run.ts';
import { type Answer, done } from '../kernel/answer.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { connectionId, type MerchantId, type PairId } from '../kernel/ids.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { CompileRules } from '../mapping/compile-rules.ts';
import type { PairRules } from '../mapping/default-rules.ts';
import type { LentTransforms } from '../mapping/value.ts';
import type { ChannelSettings } from '../model/listing.ts';
import type { InvoicingSettings } from '../model/sales-order.ts';
import { backfilledFrom } from '../orders/backfill-orders.ts';
import type { ChannelPort } from '../ports/channel.ts';
import type { Environment } from '../ports/environment.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import type { Store } from '../ports/store.ts';
import type { TakeRules } from './active-rules.ts';
import type { EngineSteps } from './engine-steps.ts';

/** What a pair handle knows without asking anybody. */
export interface PairParts {
  readonly merchant: MerchantId;
  readonly pair: PairId;
  readonly store: Store;
  readonly environment: Environment;
  readonly invoicing: InvoicingPort;
  readonly channel: ChannelPort;
  readonly connections: Readonly<Record<CalledSide, string>>;
  readonly settings: PairSettings;
  readonly rules: PairRules | undefined;
  readonly compileRules: CompileRules;
  readonly takeRules: TakeRules;
  readonly transforms: LentTransforms;
  readonly steps: EngineSteps;
}

export type Side = 'invoicing' | 'channel';

/** A run that may start, with the sides that did not answer. */
export type Opened =
  | { readonly status: 'open'; readonly run: PairRun; readonly silent: Readonly<Partial<Record<Side, SyncError>>> }
  /** Nothing may run: a side that was never heard of does not answer, or an account is not the pair's own. */
  | { readonly status: 'closed'; readonly failures: readonly { readonly side: Side; readonly error: SyncError }[] };

const settingsCursor = 'settings';

interface StoredSettings {
  readonly invoicing?: InvoicingSettings;
  readonly channel?: ChannelSettings;
}

/**
 * Reads both sides' settings, checks the pins and finds the active rules. A side that is silent keeps its last known settings,
 * so that the other goes on. `known`: the settings of the last whole run hold, and nobody is asked.
 */
export async function openRun(
  parts: PairParts,
  call: PairRun['call'],
  dryRun: boolean,
  settings: 'fresh' | 'known' = 'fresh',
): Promise<Opened> {
  const { merchant, pair, store } = parts;
  const stored = ((await store.transaction(merchant, (tx) => tx.cursors.read(pair, settingsCursor))) ?? {}) as StoredSettings;
  const { invoicing, channel } = settings === 'known' && isComplete(stored) ? answersOf(stored) : await askSettings(parts, call);
  const silent: Partial<Record<Side, SyncError>> = {
    ...(invoicing.status === 'done' ? {} : { invoicing: invoicing.error }),
    ...(channel.status === 'done' ? {} : { channel: channel.error }),
  };
  const known = {
    invoicing: invoicing.status === 'done' ? invoicing.value : stored.invoicing,
    channel: channel.status === 'done' ? channel.value : stored.channel,
  };
  if (known.invoicing === undefined || known.channel === undefined) {
    const sides = (['invoicing', 'channel'] as const).filter((side) => silent[side] !== undefined);
    return { status: 'closed', failures: sides.map((side) => ({ side, error: silent[side] as SyncError })) };
  }
  const strangers = await pin(parts, known.invoicing, known.channel, dryRun);
  if (strangers.length > 0) return { status: 'closed', failures: strangers };

  const { backfilled, ...taken } = await store.transaction(merchant, async (tx) => {
    await tx.cursors.write(pair, settingsCursor, known as unknown as Json);
    return {
      ...(await parts.takeRules(parts, tx)),
      backfilled: await backfilledFrom(tx, { pair }),
    };
  });
  const run: PairRun = {
    merchant,
    pair,
    store,
    environment: parts.environment,
    invoicing: parts.invoicing,
    invoicingConnection: connectionId(parts.connections.invoicing),
    invoicingSettings: known.invoicing,
    channel: parts.channel,
    channelConnection: connectionId(parts.connections.channel),
    channelSettings: known.channel,
    sourceConnection: connectionId(parts.connections.source),
    settings: parts.settings,
    ...taken,
    call,
    stopAt: Number.POSITIVE_INFINITY,
    ...(backfilled === undefined ? {} : { backfilledFrom: backfilled }),
    dryRun,
  };
  return { status: 'open', run, silent };
}

interface Settings {
  readonly invoicing: InvoicingSettings;
  readonly channel: ChannelSettings;
}

interface SettingsAnswers {
  readonly invoicing: Answer<InvoicingSettings>;
  readonly channel: Answer<ChannelSettings>;
}

async function askSettings(parts: PairParts, call: PairRun['call']): Promise<SettingsAnswers> {
  const invoicing = await parts.invoicing.settings(call('invoicing', 'order'));
  return { invoicing, channel: await parts.channel.settings(call('channel', 'order')) };
}

function isComplete(stored: StoredSettings): stored is Settings {
  return stored.invoicing !== undefined && stored.channel !== undefined;
}

function answersOf({ invoicing, channel }: Settings): SettingsAnswers {
  return { invoicing: done(invoicing), channel: done(channel) };
}

/** An account belongs to one merchant, and a pair to the accounts it began with. */
async function pin(
  parts: PairParts,
  invoicing: InvoicingSettings,
  channel: ChannelSettings,
  dryRun: boolean,
): Promise<readonly { readonly side: Side; readonly error: SyncError }[]> {
  const { merchant, pair, store, connections } = parts;
  const accounts = [
    { side: 'invoicing' as const, vendor: parts.invoicing.vendor, accountId: invoicing.accountId },
    { side: 'channel' as const, vendor: parts.channel.vendor, accountId: channel.accountId },
  ];
  const row = await store.transaction(merchant, (tx) => tx.pairs.read(pair));
  const failures: { side: Side; error: SyncError }[] = [];
  for (const { side, vendor, accountId } of accounts) {
    const pinned = side === 'invoicing' ? row?.invoicingAccount : row?.channelAccount;
    const code =
      pinned !== undefined && pinned !== accountId
        ? 'PAIR_ACCOUNT_CHANGED'
        : (await store.directory.claimAccount({ vendor, accountId }, merchant)) !== merchant
          ? 'PAIR_ACCOUNT_TAKEN'
          : undefined;
    await store.transaction(merchant, async (tx) => {
      for (const possible of ['PAIR_ACCOUNT_CHANGED', 'PAIR_ACCOUNT_TAKEN']) {
        if (possible !== code) await tx.problems.clear(`${pair}/${possible}/${side}`);
      }
      if (code !== undefined) await raiseProblem(tx, parts, { code, subject: side, data: { connection: connections[side] } });
    });
    if (code !== undefined)
      failures.push({ side, error: new SyncError('CONFLICT', 'the account is not the one of this pair', { details: { problem: code } }) });
  }
  if (failures.length > 0) return failures;
  const isPinned = row?.invoicingAccount !== undefined && row.channelAccount !== undefined && row.pricesIncludeTax !== undefined;
  // Who tries another configuration takes no channel that sells out of its pool.
  const pool = dryRun && row?.pool !== undefined ? row.pool : poolOf(parts.settings);
  if (!isPinned || row.pool !== pool) {
    await store.transaction(merchant, async (tx) => {
      // An epoch may have begun meanwhile.
      const now = await tx.pairs.read(pair);
      await tx.pairs.put({
        ...now,
        pair,
        pool,
        invoicing: connectionId(connections.invoicing),
        channel: connectionId(connections.channel),
        invoicingAccount: invoicing.accountId,
        channelAccount: channel.accountId,
        pricesIncludeTax: now?.pricesIncludeTax ?? channel.pricesIncludeTax,
      });
    });
  }
  return [];
}

/** Why listings may not be written, if they may not: their values depend on the store's price mode and currency. */
export async function listingsBlocked(run: PairRun): Promise<boolean> {
  return run.store.transaction(run.merchant, async (tx) => {
    const row = await tx.pairs.read(run.pair);
    const modeChanged = row?.pricesIncludeTax !== undefined && row.pricesIncludeTax !== run.channelSettings.pricesIncludeTax;
    const foreign = run.channelSettings.currency !== 'EUR';
    if (modeChanged) await raiseProblem(tx, run, { code: 'PRICE_MODE_CHANGED', subject: 'channel', data: {} });
    else await tx.problems.clear(`${run.pair}/PRICE_MODE_CHANGED/channel`);
    const data = { currency: run.channelSettings.currency, bookCurrency: 'EUR' };
    if (foreign) await raiseProblem(tx, run, { code: 'CHANNEL_CURRENCY_UNSUPPORTED', subject: 'channel', data });
    else await tx.problems.clear(`${run.pair}/CHANNEL_CURRENCY_UNSUPPORTED/channel`);
    return modeChanged || foreign;
  });
}
