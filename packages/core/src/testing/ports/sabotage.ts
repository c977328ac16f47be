import type { Outcome } from '../../kernel/answer.ts';
import type { EffectCall } from '../../ports/call.ts';
import type { PortClaims } from './port-claim.ts';
import type { PortSetting } from './setting.ts';

/** What stands around a method: it gets the method, without its call, and the call. */
export type Around = (
  run: (call: EffectCall) => Promise<Outcome<unknown>>,
  call: EffectCall,
  setting: PortSetting,
) => Promise<Outcome<unknown>>;

/** Puts something around every method of a port that takes a call, so that a suite is shown to find a fault. */
export function around<Port extends object>(port: Port, change: Around, setting: PortSetting): Port {
  const members = Object.entries(port).map(([name, member]) => {
    if (typeof member === 'object' && member !== null && !Array.isArray(member)) return [name, around(member, change, setting)];
    if (typeof member !== 'function') return [name, member];
    const wrapped = (...args: unknown[]): unknown => {
      const call = args.at(-1);
      if (typeof call !== 'object' || call === null || !('signal' in call)) return member(...args);
      return change((other) => member(...args.slice(0, -1), other), call as EffectCall, setting);
    };
    return [name, wrapped];
  });
  return Object.fromEntries(members) as Port;
}

/** The sentences of an area that do not hold. */
export async function brokenClaims(all: readonly PortClaims[], area: string): Promise<readonly string[]> {
  const claims = all.find((one) => one.area === area)?.claims;
  if (claims === undefined) throw new Error(`no area is called ${area}`);
  const sentences: string[] = [];
  for (const { says, holds } of claims) await holds().catch(() => sentences.push(says));
  return sentences;
}
