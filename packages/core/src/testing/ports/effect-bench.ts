import type { EffectPort } from '../../ports/effect-port.ts';
import type { Bench, StartWorld } from './port-claim.ts';
import type { PortWorld } from './port-world.ts';

/** One effect of a port, and how the world tells what came of it. */
export interface EffectBench<Port, World extends PortWorld<Port>, Draft, Made> {
  /** Such as `placing sales orders`. */
  readonly name: string;
  readonly start: StartWorld<World>;
  readonly portOf: (port: Port) => EffectPort<Draft, Made> | undefined;
  /** A draft, with whatever must stand there before it is sent. Different numbers make records that are nothing alike. */
  readonly draft: (bench: Bench<Port, World>, number: number) => Promise<Draft>;
  readonly marker: (draft: Draft, number: number) => string;
  /** How many records of the draft stand there. */
  readonly standing: (world: World, draft: Draft) => number;
  /** Makes a record that could be this draft's, the marker being gone. Absent where nothing can look alike. */
  readonly makeAlike?: (bench: Bench<Port, World>, draft: Draft) => Promise<Made>;
}

export function effectOf<Port, World extends PortWorld<Port>, Draft, Made>(
  effect: EffectBench<Port, World, Draft, Made>,
  port: Port,
): EffectPort<Draft, Made> {
  const target = effect.portOf(port);
  if (target === undefined) throw new Error(`this port has no ${effect.name}`);
  return target;
}
