import type { SyncProgress } from '@megzo/core';

const quietMs = 2_000;

/** Tells of long work: at each new step, and every two seconds within one. */
export function progressLines(pair: string, say: (line: string) => void, now: () => number): (progress: SyncProgress) => void {
  let last: { readonly step: string; readonly at: number } | undefined;
  return ({ flow, step, processed }) => {
    const at = now();
    if (last !== undefined && last.step === step && at - last.at < quietMs) return;
    last = { step, at };
    say(step === 'waiting' ? `${pair}: waiting for what is due in a moment` : `${pair}: ${flow}, ${step} (${processed})`);
  };
}
