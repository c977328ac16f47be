import type { VatRateRow } from '../rule-set.ts';
import type { MappingStep } from '../rule-step.ts';
import { type Frame, isEmpty, type Read, type Refusal, type Step, type Value } from '../value.ts';

/** A step of the catalogue by its name. */
export type StepOf<Name extends MappingStep['do']> = Extract<MappingStep, { do: Name }>;

/** What a step may look into while it is compiled. */
export interface StepScope {
  read(path: string): Read;
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly vatRates: readonly VatRateRow[];
}

export type Detail = Readonly<Record<string, string>>;

export interface CompiledStep {
  readonly run: Step;
  /** What an explanation adds: rates, days, places. */
  readonly detail?: (value: Value, frame: Frame) => Detail;
}

/** Leaves an empty value empty, so that only what has a value is transformed. */
export function onValue(change: (value: Exclude<Value, undefined>, frame: Frame) => Value | Refusal): Step {
  return (value, frame) => (isEmpty(value) ? value : change(value, frame));
}
