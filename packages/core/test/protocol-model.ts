import { type Advance, advance, type EffectEvent, type EffectRules, type EffectState } from '../src/effects/advance.ts';
import { done } from '../src/kernel/answer.ts';
import { SyncError } from '../src/kernel/sync-error.ts';

/** One step of time, and the unit of all times in the model: the shortest pause of the protocol. */
export const tickMs = 2_000;

/** The world around `advance`, and which part of the protocol is left out. */
export interface Variant {
  readonly advance: typeof advance;
  readonly rules: EffectRules;
  /** `maySend` is asked before the first byte. */
  readonly selfFence: boolean;
  /** Only the last holder may record. */
  readonly fence: boolean;
  /** A second delivery of the same intent finds the row and changes nothing. */
  readonly uniqueKey: boolean;
  /** Longest time from giving up on a request to its effect, and from the effect to the list, in ticks. */
  readonly gatewayTicks: number;
  readonly lagTicks: number;
  readonly leaseTicks: number;
  readonly crashes: number;
  readonly deliveries: number;
  /** The vendor tells of what was made, at any time and any number of times; late answers are heard too. */
  readonly hears: boolean;
  /** A document of a forgotten history stands there already, and the row looks back or not. */
  readonly restored?: 'looks back' | 'forgets';
}

const timeoutTicks = 1;
const error = new SyncError('NO_ANSWER', 'no answer');

/** Horizon one tick beyond the longest way from giving up to the list. Lease and deadline both fence the holder. */
export const protocol: Variant = {
  advance,
  rules: {
    paceMs: tickMs,
    timeoutMs: timeoutTicks * tickMs,
    settleMs: 3 * tickMs,
    attemptsMax: 2,
    canFind: true,
    afterDoubt: 'send-again',
  },
  selfFence: true,
  fence: true,
  uniqueKey: true,
  gatewayTicks: 1,
  lagTicks: 1,
  leaseTicks: 3,
  crashes: 2,
  deliveries: 2,
  hears: true,
};

type Holding =
  | { readonly phase: 'idle' }
  | { readonly phase: 'send' | 'wait' | 'look'; readonly row: EffectState; readonly lastStart: number; readonly mine: boolean }
  | { readonly phase: 'record'; readonly step: Advance; readonly mine: boolean };

/** All times are relative to now, so that equal situations at different times are one state. */
export interface World {
  readonly row: (EffectState & { readonly leaseUntil: number }) | undefined;
  readonly workers: readonly Holding[];
  /** Requests on their way: the worker that waits for each, and until when the effect may come. */
  readonly flying: readonly { readonly by: number; readonly until: number }[];
  /** What was made; `lag`: not in the list yet, at the latest after so much time. */
  readonly documents: readonly { readonly lag: number | undefined }[];
  readonly crashes: number;
  readonly deliveries: number;
}

export function firstWorld(variant: Variant): World {
  return {
    row: undefined,
    workers: [{ phase: 'idle' }, { phase: 'idle' }],
    flying: [],
    documents: variant.restored === undefined ? [] : [{ lag: undefined }],
    crashes: variant.crashes,
    deliveries: variant.deliveries,
  };
}

export interface Move {
  readonly name: string;
  readonly world: World;
}

/** Everything that can happen next. The scheduler is anybody's: a worker that is not chosen is paused. */
export function movesOf(world: World, variant: Variant): readonly Move[] {
  const moves: Move[] = [];
  const add = (name: string, change: Partial<World>): void => {
    moves.push({ name, world: normal({ ...world, ...change }, variant) });
  };
  if (world.deliveries > 0) add('deliver', deliver(world, variant));
  world.workers.forEach((holding, worker) => {
    for (const [name, change] of workerMoves(world, variant, holding, worker)) add(`${name} ${worker}`, change);
    if (world.crashes > 0 && holding.phase !== 'idle') {
      add(`crash ${worker}`, {
        crashes: world.crashes - 1,
        workers: put(world.workers, worker, { phase: 'idle' }),
        flying: left(world, worker),
      });
    }
  });
  world.flying.forEach((request, index) => {
    const flying = world.flying.filter((_other, place) => place !== index);
    const documents = [...world.documents, { lag: variant.lagTicks * tickMs }];
    add(`lose ${index}`, { flying });
    add(`arrive ${index}`, { flying, documents });
    const holding = world.workers[request.by];
    if (holding?.phase === 'wait') {
      const id = String(documents.length - 1);
      const step = advanceSent(variant, holding.row, { type: 'sent', at: 0, outcome: done(id) });
      add(`answer ${index}`, { flying, documents, workers: put(world.workers, request.by, { phase: 'record', step, mine: holding.mine }) });
    }
  });
  world.documents.forEach((document, index) => {
    if (variant.hears && world.row !== undefined) add(`event ${index}`, hear(world, variant, String(index)));
    if (document.lag !== undefined) add(`show ${index}`, { documents: put(world.documents, index, { lag: undefined }) });
  });
  if (
    timeMatters(world) &&
    world.flying.every(({ until }) => until > 0) &&
    world.documents.every(({ lag }) => lag === undefined || lag > 0)
  ) {
    add('tick', later(world));
  }
  return moves;
}

/** Nothing can happen any more that concerns anybody. */
export function isEnd({ row, workers, flying }: World): boolean {
  return (row?.state === 'done' || row?.state === 'parked') && flying.length === 0 && workers.every(({ phase }) => phase === 'idle');
}

function deliver(world: World, variant: Variant): Partial<World> {
  const deliveries = world.deliveries - 1;
  if (world.row !== undefined && variant.uniqueKey) return { deliveries };
  const lookBack = variant.restored === 'looks back' ? { lookBackTo: 0 } : {};
  return { deliveries, row: { state: 'intended', attempt: 0, refusals: 0, notBefore: 0, leaseUntil: 0, ...lookBack } };
}

function workerMoves(world: World, variant: Variant, holding: Holding, worker: number): readonly (readonly [string, Partial<World>])[] {
  const set = (next: Holding): readonly Holding[] => put(world.workers, worker, next);
  switch (holding.phase) {
    case 'idle':
      return isDue(world) ? [['claim', claim(world, variant, worker)]] : [];
    case 'send': {
      if (variant.selfFence && holding.lastStart < 0) {
        const step = advanceSent(variant, holding.row, { type: 'sent', at: 0, outcome: { status: 'retryable', error } });
        return [['fenced', { workers: set({ phase: 'record', step, mine: holding.mine }) }]];
      }
      const until = (timeoutTicks + variant.gatewayTicks) * tickMs;
      return [['send', { workers: set({ ...holding, phase: 'wait' }), flying: [...world.flying, { by: worker, until }] }]];
    }
    case 'wait': {
      const step = advanceSent(variant, holding.row, { type: 'sent', at: 0, outcome: { status: 'unknown', error } });
      return [['no-answer', { workers: set({ phase: 'record', step, mine: holding.mine }), flying: left(world, worker) }]];
    }
    case 'look': {
      const marked = world.documents.flatMap(({ lag }, index) => (lag === undefined ? [String(index)] : []));
      const step = variant.advance(holding.row, { type: 'looked', at: 0, found: done({ marked, alike: [] }) }, variant.rules);
      return [['look', { workers: set({ phase: 'record', step, mine: holding.mine }) }]];
    }
    case 'record': {
      const { row } = world;
      const left: World = { ...world, workers: set({ phase: 'idle' }) };
      if (row !== undefined && (holding.mine || !variant.fence)) return [['record', { ...left, row: rowOf(row, holding.step, 0) }]];
      const { state, result } = holding.step.next;
      return [['record', variant.hears && state === 'done' && result !== undefined ? { ...left, ...hear(left, variant, result) } : left]];
    }
  }
}

/** Proof settles the row and takes it from whoever holds it; a row that is done stays as it is. */
function hear(world: World, variant: Variant, made: string): Partial<World> {
  const { row } = world;
  if (row === undefined || row.state === 'done') return {};
  const step = variant.advance(row, { type: 'heard', at: 0, made }, variant.rules);
  return {
    row: rowOf(row, step, 0),
    workers: world.workers.map((holding) => (holding.phase === 'idle' ? holding : { ...holding, mine: false })),
  };
}

/** Claiming, judging and storing are one transaction, as in the runner. */
function claim(world: World, variant: Variant, worker: number): Partial<World> {
  const row = world.row as NonNullable<World['row']>;
  const step = variant.advance(row, { type: 'claimed', at: 0 }, variant.rules);
  const lease = variant.leaseTicks * tickMs;
  const others = world.workers.map((holding) => (holding.phase === 'idle' ? holding : { ...holding, mine: false }));
  if (step.act === 'stop') return { row: rowOf(row, step, 0), workers: others };
  const next = rowOf(row, step, lease);
  const lastStart = Math.min(next.deadline ?? 0, lease) - variant.rules.timeoutMs;
  return { row: next, workers: put(others, worker, { phase: step.act === 'find' ? 'look' : 'send', row: next, lastStart, mine: true }) };
}

function advanceSent(variant: Variant, row: EffectState, event: EffectEvent): Advance {
  return variant.advance(row, event, variant.rules);
}

function rowOf(row: EffectState, step: Advance, leaseUntil: number): NonNullable<World['row']> {
  return { ...step.next, ...(row.lookBackTo === undefined ? {} : { lookBackTo: row.lookBackTo }), leaseUntil };
}

function isDue({ row }: World): boolean {
  if (row === undefined || row.leaseUntil > 0) return false;
  return row.state === 'sending' || (['intended', 'unknown', 'taken'].includes(row.state) && row.notBefore <= 0);
}

/** A request that nobody waits for any more still flies. */
function left(world: World, worker: number): World['flying'] {
  return world.flying.map((request) => (request.by === worker ? { ...request, by: -1 } : request));
}

function timeMatters({ row, workers, flying, documents }: World): boolean {
  const waiting = row !== undefined && !['done', 'parked'].includes(row.state) && (row.leaseUntil > 0 || row.notBefore > 0);
  const holding = workers.some(({ phase }) => phase !== 'idle');
  return waiting || holding || flying.length > 0 || documents.some(({ lag }) => lag !== undefined);
}

function later(world: World): Partial<World> {
  return {
    row: world.row && { ...shifted(world.row), leaseUntil: world.row.leaseUntil - tickMs },
    workers: world.workers.map((holding) => {
      if (holding.phase === 'idle') return holding;
      if (holding.phase === 'record') return { ...holding, step: { ...holding.step, next: shifted(holding.step.next) } };
      return { ...holding, row: shifted(holding.row), lastStart: holding.lastStart - tickMs };
    }),
    flying: world.flying.map((request) => ({ ...request, until: request.until - tickMs })),
    documents: world.documents.map(({ lag }) => ({ lag: lag === undefined ? lag : lag - tickMs })),
  };
}

function shifted<State extends EffectState>(row: State): State {
  return { ...row, notBefore: row.notBefore - tickMs, ...(row.deadline === undefined ? {} : { deadline: row.deadline - tickMs }) };
}

/** What is equal for every future becomes equal: past instants, counters that only lengthen pauses, rows nobody will read. */
function normal(world: World, variant: Variant): World {
  const oldest = -variant.rules.settleMs - tickMs;
  const row = <State extends EffectState>(state: State): State => ({
    ...state,
    refusals: 0,
    notBefore: Math.max(0, state.notBefore),
    ...(state.deadline === undefined ? {} : { deadline: Math.max(oldest, state.deadline) }),
    ...(state.firstSentAt === undefined ? {} : { firstSentAt: 0 }),
  });
  return {
    ...world,
    row: world.row && { ...row(world.row), leaseUntil: Math.max(0, world.row.leaseUntil) },
    workers: world.workers.map((holding) => {
      if (holding.phase === 'idle') return holding;
      if (holding.phase !== 'record') return { ...holding, row: row(holding.row), lastStart: Math.max(-tickMs, holding.lastStart) };
      const { next, act, note } = holding.step;
      // What a later holder made worthless is forgotten.
      return holding.mine || !variant.fence
        ? { ...holding, step: { next: row(next), act, note } }
        : {
            phase: 'record',
            mine: false,
            step: { next: forgotten(next, variant), act: 'stop', note: '' },
          };
    }),
  };
}

/** Of what an overtaken holder knows only proof is of use. */
function forgotten({ state, result }: EffectState, { hears }: Variant): EffectState {
  const rest = { attempt: 0, refusals: 0, notBefore: 0 };
  return hears && state === 'done' && result !== undefined ? { ...rest, state, result } : { ...rest, state: 'withdrawn' };
}

function put<T>(list: readonly T[], index: number, value: T): readonly T[] {
  return list.map((old, place) => (place === index ? value : old));
}
