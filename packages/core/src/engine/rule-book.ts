import { problemKey } from '../effects/pair-run.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import { readRuleSet } from '../mapping/read-rule-set.ts';
import type { RuleFault } from '../mapping/rule-fault.ts';
import type { RuleFlow, RuleSet } from '../mapping/rule-set.ts';
import type { StoredRate } from '../ports/rate-records.ts';
import type { RuleActivation, RuleSetHead, StoredRuleSet } from '../ports/rule-records.ts';
import type { Tx } from '../ports/store.ts';
import { addRates, type RatesAdded } from './add-rates.ts';
import { checkRuleSet, type RuleCheck } from './check-rule-set.ts';
import type { PairParts } from './open-run.ts';
import { type PreviewedListings, previewListings } from './preview-listings.ts';
import { type PreviewedStocks, previewStock } from './preview-stock.ts';

/** Flows that have rules. */
export const ruleFlows: readonly RuleFlow[] = ['listings', 'stock', 'orders', 'shipments'];

/** One version as people look at it. A version that is not active is a draft or an older one. */
export interface RuleVersion {
  readonly flow: RuleFlow;
  readonly version: number;
  readonly by: string;
  readonly at: Instant;
  readonly note: string;
  readonly active: boolean;
  /** What the check said at save. */
  readonly checked: RuleCheckRecord | undefined;
}

export interface RuleCheckRecord {
  /** Whose fields it was held against. */
  readonly invoicing: string;
  readonly channel: string;
  readonly faults: readonly RuleFault[];
}

export interface RuleVersionContent extends RuleVersion {
  /** Absent: it was stored by another version of this program and cannot be read. */
  readonly rules?: RuleSet;
  /** As it is stored. */
  readonly content: Json;
}

export type Saved =
  | { readonly status: 'saved'; readonly version: number }
  /** The newest version says the same; none was added. */
  | { readonly status: 'unchanged'; readonly version: number }
  /** Nothing was stored. */
  | { readonly status: 'refused'; readonly faults: readonly RuleFault[] };

export type Activated =
  | { readonly status: 'activated'; readonly version: number; readonly before?: number }
  | { readonly status: 'active-already'; readonly version: number }
  | { readonly status: 'unknown-version' }
  /** Somebody else activated another version meanwhile; nothing was changed. */
  | { readonly status: 'moved'; readonly active?: number }
  /** It does not fit the fields of both sides any more, or cannot be read; nothing was changed. */
  | { readonly status: 'refused'; readonly faults: readonly RuleFault[] };

/** The rules of a pair: versions that never change, and which one counts. Nobody outside is asked for anything. */
export interface RuleBook {
  /** Newest first. */
  list(flow: RuleFlow, page?: { readonly before?: number; readonly limit?: number }): Promise<readonly RuleVersion[]>;
  /** A version, or the active one. */
  read(flow: RuleFlow, version?: number): Promise<RuleVersionContent | undefined>;
  /** What is wrong with rules, if anything is. Stores nothing. */
  check(flow: RuleFlow, content: unknown): RuleCheck;
  /** Stores a draft as the next version, if nothing is wrong with it. */
  save(draft: { readonly flow: RuleFlow; readonly content: unknown; readonly by: string; readonly note: string }): Promise<Saved>;
  /**
   * Makes a version count from the next run on, in every process; a run in flight ends on its own. Going back is the
   * activation of an older version. `expected`: the version that was active as far as the caller knows.
   */
  activate(activation: {
    readonly flow: RuleFlow;
    readonly version: number;
    readonly by: string;
    readonly why: string;
    readonly expected?: number;
  }): Promise<Activated>;
  /** What rules would write for the articles as they were last read, against what the active rules write. Has no effect. */
  previewListings(options: Parameters<typeof previewListings>[1]): Promise<PreviewedListings>;
  /** What rules would show for sale by the ledger as it stands, against what the active rules show. Has no effect. */
  previewStock(options: Parameters<typeof previewStock>[1]): Promise<PreviewedStocks>;
  /** Adds exchange rates of the merchant, all or none; one that counts already adds nothing. */
  addRates(given: { readonly rates: unknown; readonly by: string }): Promise<RatesAdded>;
  /** Rates that begin on a day or later, in the order in which they were added. */
  rates(from?: string): Promise<readonly StoredRate[]>;
  /** Who made which version count, when and why; newest first. */
  history(flow: RuleFlow, limit?: number): Promise<readonly RuleActivation[]>;
}

const pageMax = 100;

export function createRuleBook(parts: PairParts): RuleBook {
  const { merchant, pair, store, environment } = parts;
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => store.transaction(merchant, work);

  return {
    list: (flow, { before, limit = pageMax } = {}) =>
      transaction(async (tx) => {
        const active = (await tx.rules.activeHead(pair, flow))?.version;
        return (await tx.rules.page(pair, flow, before, Math.min(limit, pageMax))).map((head) => versionOf(flow, head, active));
      }),

    read: (flow, version) =>
      transaction(async (tx) => {
        const active = await tx.rules.activeHead(pair, flow);
        const number = version ?? active?.version;
        const set = number === undefined ? undefined : await tx.rules.read(pair, flow, number);
        return set === undefined ? undefined : contentOf(flow, set, active?.version);
      }),

    check: (flow, content) => checkRuleSet(parts, flow, content),

    save: async ({ flow, content, by, note }) => {
      const checked = checkRuleSet(parts, flow, content);
      if (!checked.ok) return { status: 'refused', faults: checked.faults };
      const rules = checked.rules as unknown as Json;
      return transaction(async (tx) => {
        const [newest] = await tx.rules.page(pair, flow, undefined, 1);
        const stands = newest === undefined ? undefined : await tx.rules.read(pair, flow, newest.version);
        if (stands !== undefined && contentHash(stands.content) === contentHash(rules))
          return { status: 'unchanged', version: stands.version };
        const at = environment.clock.now();
        const version = await tx.rules.add({ pair, flow, content: rules, by, at, note, checked: checkRecord(parts, []) });
        await tx.audit.add({ at, by, what: `rules saved: ${flow} version ${version} (${note})`, subject: pair });
        return { status: 'saved', version };
      });
    },

    activate: ({ flow, version, by, why, ...guess }) =>
      transaction(async (tx): Promise<Activated> => {
        const set = await tx.rules.read(pair, flow, version);
        if (set === undefined) return { status: 'unknown-version' };
        const before = (await tx.rules.activeHead(pair, flow))?.version;
        if (guess.expected !== undefined && guess.expected !== before) return moved(before);
        if (before === version) return { status: 'active-already', version };
        const checked = checkRuleSet(parts, flow, set.content);
        if (!checked.ok) return { status: 'refused', faults: checked.faults };
        const at = environment.clock.now();
        const was = before === undefined ? {} : { before };
        // Two who activate at once have both read the same one as active.
        if (!(await tx.rules.activate({ pair, flow, version, ...was, by, at, why })))
          return moved((await tx.rules.activeHead(pair, flow))?.version);
        await tx.audit.add({ at, by, what: `rules activated: ${flow} version ${version} (${why})`, subject: pair });
        await tx.problems.clear(problemKey(parts, 'RULES_UNREADABLE', flow));
        // A pair that never ran is due anyway.
        if ((await tx.pairs.read(pair)) !== undefined) await tx.pairs.due(pair, at, 'earlier');
        return { status: 'activated', version, ...was };
      }),

    previewListings: (options) => previewListings(parts, options),

    previewStock: (options) => previewStock(parts, options),

    addRates: (given) => addRates(parts, given),
    rates: (from = '') => transaction((tx) => tx.rates.list(from)),

    history: (flow, limit = pageMax) => transaction((tx) => tx.rules.activations(pair, flow, Math.min(limit, pageMax))),
  };
}

function moved(active: number | undefined): Activated {
  return { status: 'moved', ...(active === undefined ? {} : { active }) };
}

/** What is stored with a version about its check. */
export function checkRecord({ invoicing, channel }: PairParts, faults: readonly RuleFault[]): Json {
  const record: RuleCheckRecord = { invoicing: invoicing.vendor, channel: channel.vendor, faults };
  return record as unknown as Json;
}

function versionOf(flow: RuleFlow, { version, by, at, note, checked }: RuleSetHead, active: number | undefined): RuleVersion {
  return { flow, version, by, at, note, active: version === active, checked: (checked as unknown as RuleCheckRecord | null) ?? undefined };
}

function contentOf(flow: RuleFlow, set: StoredRuleSet, active: number | undefined): RuleVersionContent {
  const read = readRuleSet(set.content);
  return { ...versionOf(flow, set, active), content: set.content, ...(read.ok ? { rules: read.rules } : {}) };
}
