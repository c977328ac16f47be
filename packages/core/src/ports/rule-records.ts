import type { Json } from '../kernel/canonical-json.ts';
import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';

/** A numbered, immutable version of all rules of a flow. One that was never activated is a draft. */
export interface StoredRuleSet extends RuleSetHead {
  readonly content: Json;
}

/** A version without its rules, for lists. */
export interface RuleSetHead {
  readonly pair: PairId;
  readonly flow: string;
  readonly version: number;
  readonly by: string;
  readonly at: Instant;
  /** Why it was made, in the words of whoever made it. */
  readonly note: string;
  /** What the check said when it was saved. */
  readonly checked: Json;
}

/** A version began to count. Going back is the activation of an older version. */
export interface RuleActivation {
  readonly pair: PairId;
  readonly flow: string;
  readonly version: number;
  /** What counted until then; absent for the first of a flow. */
  readonly before?: number;
  readonly by: string;
  readonly at: Instant;
  readonly why: string;
}

export interface RuleSets {
  active(pair: PairId, flow: string): Promise<StoredRuleSet | undefined>;
  /** The same without its rules: cheap, whatever the rules hold. */
  activeHead(pair: PairId, flow: string): Promise<RuleSetHead | undefined>;
  read(pair: PairId, flow: string, version: number): Promise<StoredRuleSet | undefined>;
  /** Newest first, below `before`. */
  page(pair: PairId, flow: string, before: number | undefined, limit: number): Promise<readonly RuleSetHead[]>;
  /** Adds the next version and answers its number; it becomes active by `activate` alone. */
  add(set: Omit<StoredRuleSet, 'version'>): Promise<number>;
  /**
   * Makes a version count and remembers who did it and why. `false`: another version than `before` counts now, nothing was
   * written. Rejects for a version that does not exist.
   */
  activate(activation: RuleActivation): Promise<boolean>;
  /** Every activation of a flow, newest first. */
  activations(pair: PairId, flow: string, limit: number): Promise<readonly RuleActivation[]>;
}
