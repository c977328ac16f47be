import type { EffectRun } from '../effects/effect-driver.ts';
import type { CalledSide, PairRun } from '../effects/pair-run.ts';
import type { PairId } from '../kernel/ids.ts';
import type { Priority } from '../ports/call.ts';
import type { EngineSteps } from './engine-steps.ts';

interface EffectRunOptions {
  readonly side: CalledSide;
  readonly priority: Priority;
  readonly steps: EngineSteps['effects'];
  /** Pairs whose rows are worked on too. */
  readonly sharedWith?: readonly PairId[];
}

/** What effects of a pair are carried out with in one of its runs. */
export function effectRunOf(run: PairRun, { side, priority, steps, sharedWith = [] }: EffectRunOptions): EffectRun {
  const { store, environment, merchant, pair, stopAt, settings } = run;
  const { afterDoubt, attemptsMax } = settings;
  return { store, environment, merchant, pair, sharedWith, stopAt, afterDoubt, attemptsMax, steps, call: run.call(side, priority) };
}
