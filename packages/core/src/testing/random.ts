import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Chance that repeats with its seed. */
export interface Random {
  /** A whole number from 0, below `end`. */
  below(end: number): number;
  pick<T>(choices: readonly T[]): T;
  /** True in `share` of 100 times. */
  percent(share: number): boolean;
}

/** xorshift32, started from a hash, so that near seeds are no near sequences. */
export function seededRandom(seed: number | string): Random {
  const hash = sha256(utf8ToBytes(String(seed)));
  let state = new DataView(hash.buffer, hash.byteOffset).getUint32(0) || 1;

  function below(end: number): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  }

  return {
    below,
    pick: <T>(choices: readonly T[]) => {
      if (choices.length === 0) throw new Error('nothing to choose from');
      return choices[below(choices.length)] as T;
    },
    percent: (share) => below(100) < share,
  };
}
