import { describe, expect, it } from '@jest/globals';
import type { StockBinding } from '../ports/catalog-records.ts';
import { decideStock, driftMs, refusedMs, type StockDecision, type StockSight } from './decide-stock.ts';

const now = 1_000_000;
const known: StockBinding = { published: 10, targetKey: 'key' };

describe('whether stock is written', () => {
  it.each<[string, Partial<StockSight>, object]>([
    ['nothing where the shelf shows the target', { shelf: 10 }, { do: 'nothing', stock: { published: 10, targetKey: 'key' } }],
    ['nothing at the first sight of an equal shelf', { known: undefined, shelf: 10 }, { do: 'nothing' }],
    ['at once where nothing was ever told', { known: undefined, shelf: 3 }, { do: 'write' }],
    ['at once where buffer or listing changed', { targetKey: 'other', target: 12, shelf: 10 }, { do: 'write' }],
    ['at once where the ledger was moved from outside', { caused: true, target: 8, shelf: 10 }, { do: 'write' }],
    ['nothing for a cause where the shelf shows the target already', { caused: true }, { do: 'nothing' }],
    [
      'not at the first sight of a difference without a cause',
      { shelf: 7 },
      { do: 'wait', until: now + driftMs, stock: { ...known, drift: { seen: 7, at: now } } },
    ],
    [
      'not a moment before the second sight counts',
      { shelf: 7, known: { ...known, drift: { seen: 7, at: now - driftMs + 1 } } },
      { do: 'wait', until: now + 1 },
    ],
    [
      'at the second sight of the same difference, a minute later',
      { shelf: 7, known: { ...known, drift: { seen: 7, at: now - driftMs } } },
      { do: 'write' },
    ],
    [
      'not where the difference moved: somebody is selling',
      { shelf: 6, known: { ...known, drift: { seen: 7, at: now - driftMs } } },
      { do: 'wait', until: now + driftMs, stock: { drift: { seen: 6, at: now } } },
    ],
    [
      'not while a write settles, where nothing else happened',
      { shelf: 7, known: { ...known, writtenAt: now - 29_999 } },
      { do: 'wait', until: now + 1, stock: { ...known, writtenAt: now - 29_999 } },
    ],
    [
      'at once for a cause while a write settles: what was accepted is applied in order',
      { caused: true, target: 6, shelf: 7, known: { ...known, writtenAt: now - 1 } },
      { do: 'write' },
    ],
    [
      'at once for a cause where the shelf shows the target only because a write of more is still on its way',
      { caused: true, target: 10, shelf: 10, known: { ...known, published: 12, writtenAt: now - 1 } },
      { do: 'write' },
    ],
    [
      'nothing for a cause where the shelf shows the target and so did the last write',
      { caused: true, known: { ...known, writtenAt: now - 1 } },
      { do: 'nothing' },
    ],
    [
      'no raise while the channel sells fast, cause or not',
      { caused: true, target: 9, shelf: 7, known: { ...known, rush: { units: 1, until: now + 1 } } },
      { do: 'wait', until: now + 1, stock: { rush: { units: 1 } } },
    ],
    [
      'a lowering while the channel sells fast',
      { caused: true, target: 6, shelf: 7, known: { ...known, rush: { units: 1, until: now + 1 } } },
      { do: 'write' },
    ],
    [
      'at once where the channel sells fast and a write of more than is left is still on its way',
      { caused: true, target: 9, shelf: 7, known: { ...known, published: 10, writtenAt: now - 1, rush: { units: 1, until: now + 1 } } },
      { do: 'write' },
    ],
    [
      'at once where it shows the target only until that write is applied',
      { caused: true, target: 9, shelf: 9, known: { ...known, published: 10, writtenAt: now - 1, rush: { units: 1, until: now + 1 } } },
      { do: 'write' },
    ],
    [
      'no raise over a write of less that is still on its way',
      { caused: true, target: 9, shelf: 9, known: { ...known, published: 8, writtenAt: now - 1, rush: { units: 1, until: now + 1 } } },
      { do: 'wait', until: now + 1 },
    ],
    [
      'at once what was held back, when the rush is over',
      { target: 9, shelf: 7, known: { ...known, rush: { units: 1, until: now } } },
      { do: 'write' },
    ],
    [
      'not before a write without an answer must have landed, cause or not',
      { caused: true, targetKey: 'other', shelf: 7, known: { ...known, inDoubtUntil: now + 1 } },
      { do: 'wait', until: now + 1, stock: { ...known, inDoubtUntil: now + 1 } },
    ],
    [
      'nothing where such a write seems to have landed, which does not end the doubt',
      { caused: true, known: { ...known, inDoubtUntil: now + 1 } },
      { do: 'nothing', stock: { published: 10, targetKey: 'key', inDoubtUntil: now + 1 } },
    ],
    [
      'nothing where it shows the target, of a doubt that is over',
      { caused: true, known: { ...known, inDoubtUntil: now, inDoubt: 12 } },
      { do: 'nothing', stock: { published: 10, targetKey: 'key' } },
    ],
    [
      'nothing where it shows the target while another figure may still land, which is remembered',
      { caused: true, known: { ...known, inDoubtUntil: now + 1, inDoubt: 12 } },
      { do: 'nothing', stock: { published: 10, targetKey: 'key', inDoubtUntil: now + 1, inDoubt: 12 } },
    ],
    ['for a cause once the doubt is over', { caused: true, shelf: 7, known: { ...known, inDoubtUntil: now } }, { do: 'write' }],
    [
      'not again what was refused a short while ago',
      { shelf: 7, known: { ...known, refusedAt: now - refusedMs + 1 } },
      { do: 'leave', stock: { ...known, refusedAt: now - refusedMs + 1 } },
    ],
    ['again what was refused, for a cause', { caused: true, shelf: 7, known: { ...known, refusedAt: now - 1 } }, { do: 'write' }],
    ['later what was refused, once it is seen', { shelf: 7, known: { ...known, refusedAt: now - refusedMs } }, { do: 'wait' }],
  ])('%s', (_name, changes, expected) => {
    expect(decide(changes)).toMatchObject(expected);
  });

  it('forgets a difference that went away', () => {
    const drifted = { ...known, drift: { seen: 7, at: now - 1 } };

    expect(decide({ shelf: 10, known: drifted })).toEqual({ do: 'nothing', stock: { published: 10, targetKey: 'key' } });
  });

  it('writes nothing for a sale: the channel subtracted it, and the ledger holds it', () => {
    expect(decide({ target: 9, shelf: 9 }).do).toBe('nothing');
  });

  it('writes a changed target once: afterwards it waits, and then it stands', () => {
    const written: StockBinding = { published: 12, targetKey: 'other', writtenAt: now, version: 3 };

    expect(decide({ known: written, targetKey: 'other', target: 12, shelf: 10, now: now + 5_000 }).do).toBe('wait');
    expect(decide({ known: written, targetKey: 'other', target: 12, shelf: 12, now: now + 40_000 }).do).toBe('nothing');
  });

  it('writes again what the channel never applied, as a difference seen twice', () => {
    let stock: StockBinding = { published: 12, targetKey: 'key', writtenAt: now };
    const seen: string[] = [];
    for (let at = now; seen.at(-1) !== 'write' && seen.length < 10; at += 30_000) {
      const decision = decide({ known: stock, target: 12, shelf: 10, now: at });
      seen.push(decision.do);
      if (decision.do !== 'write') stock = decision.stock;
    }

    expect(seen).toEqual(['wait', 'wait', 'wait', 'write']);
  });
});

function decide(changes: Partial<StockSight>): StockDecision {
  return decideStock({ known, target: 10, targetKey: 'key', caused: false, shelf: 10, now, settleMs: 30_000, ...changes });
}
