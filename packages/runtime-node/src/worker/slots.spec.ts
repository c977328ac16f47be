import { describe, expect, it } from '@jest/globals';
import { nextSlot } from './slots.ts';

const beatMs = 300_000;

describe('The next slot of a pair', () => {
  it('lies after now, within one beat, and one beat after the slot before', () => {
    for (let rank = 0; rank < 50; rank += 1) {
      const now = 1_790_000_000_000 + rank * 7_919;
      const slot = nextSlot(now, rank, beatMs);

      expect(slot).toBeGreaterThan(now);
      expect(slot - now).toBeLessThanOrEqual(beatMs);
      expect(nextSlot(slot, rank, beatMs)).toBe(slot + beatMs);
    }
  });

  it('is spread evenly: of a hundred pairs no tenth of the beat gets more than 12', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let rank = 0; rank < 100; rank += 1) {
      const tenth = Math.floor((nextSlot(0, rank, beatMs) % beatMs) / (beatMs / 10));
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }

    expect(Math.max(...tenths)).toBeLessThanOrEqual(12);
  });
});
