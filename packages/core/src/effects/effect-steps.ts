import { advance } from './advance.ts';

/** The decisions of the effect protocol. They are handed in, so that a simulation can plant a bug in one of them. */
export interface EffectSteps {
  readonly advance: typeof advance;
}

export const effectSteps: EffectSteps = { advance };
