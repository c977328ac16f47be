import type { Outcome } from '../../kernel/answer.ts';
import type { Call, EffectCall } from '../../ports/call.ts';
import type { PortWorld } from './port-world.ts';
import { type PortSetting, type WatchedSetting, watchedSetting } from './setting.ts';

/** One sentence about a port, and the proof; each proof has a world of its own. */
export interface PortClaim {
  readonly says: string;
  holds(): Promise<void>;
}

export interface PortClaims {
  readonly area: string;
  readonly claims: readonly PortClaim[];
}

/** Builds a world in a setting. Nothing is called while it is built. */
export type StartWorld<World> = (setting: PortSetting) => World;

/** A started world, one port on it, and the words that claims are written in. */
export interface Bench<Port, World extends PortWorld<Port>> {
  readonly setting: WatchedSetting;
  readonly world: World;
  readonly port: Port;
  now(): number;
  call(changes?: Partial<Call>): Call;
  effectCall(marker: string, changes?: Partial<EffectCall>): EffectCall;
  /** The outcome, once time has passed as far as it needs. */
  ask<T>(work: Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** The value of what must be `done`. */
  done<T>(work: Promise<Outcome<T>>): Promise<T>;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  /** Requests that leave from now on. */
  watch(): () => readonly ('read' | 'write')[];
}

export function startBench<Port, World extends PortWorld<Port>>(start: StartWorld<World>, seed = 1): Bench<Port, World> {
  const setting = watchedSetting(seed);
  const world = start(setting);
  const call = (changes: Partial<Call> = {}): Call => ({ signal: new AbortController().signal, priority: 'order', ...changes });
  return {
    setting,
    world,
    port: world.connect(),
    now: () => setting.environment.clock.now(),
    call,
    effectCall: (marker, changes = {}) => ({ ...call(), marker, attempt: 1, maySend: () => true, ...changes }),
    ask: (work) => setting.finish(work),
    done: async (work) => {
      const outcome = await setting.finish(work);
      if (outcome.status !== 'done') throw new Error(`${outcome.status}: ${outcome.error.code} ${JSON.stringify(outcome.error.details)}`);
      return outcome.value;
    },
    pass: async (ms) => {
      // In steps, so that what becomes due in between can go on before the next.
      for (let left = ms; left > 0; left -= 5_000) {
        await setting.environment.advance(Math.min(left, 5_000));
        await setting.settle();
      }
    },
    watch: () => {
      const before = world.requests().length;
      return () =>
        world
          .requests()
          .slice(before)
          .map(({ kind }) => kind);
    },
  };
}
