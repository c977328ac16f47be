import { createKit, createMemoryBudget } from '@megzo/adapter-kit';
import { type SimulatorWorld, seededRandom } from '@megzo/adapter-kit/simulator';
import type { ContactTarget, InvoicingPort } from '@megzo/core';
import { createLexofficeInvoicing } from '../src/index.ts';
import { createLexofficeSimulator, type LexofficeSimulator, type LexofficeSimulatorOptions } from '../src/simulator/index.ts';

export interface SimulatedAccount {
  readonly simulator: LexofficeSimulator;
  readonly port: InvoicingPort;
  readonly contacts: ContactTarget;
  now(): number;
  advance(ms: number): void;
}

/** The adapter on a simulated account, on one virtual clock: waiting for a turn moves it, a deadline alone never comes. */
export function simulatedAccount(options: Partial<LexofficeSimulatorOptions> = {}): SimulatedAccount {
  let at = Date.parse('2026-05-04T10:00:00.000Z');
  const now = (): number => at;
  const jump = async (ms: number): Promise<void> => {
    at += ms;
  };
  const world: SimulatorWorld = { clock: { now, sleep: jump }, random: seededRandom(7) };
  const apiKey = 'simulated-key';
  const simulator = createLexofficeSimulator({ world, apiKey, ...options });
  const kit = createKit({
    clock: { now, sleep: () => new Promise(() => undefined) },
    budget: createMemoryBudget({ now, sleep: jump }),
    fetch: simulator.handler,
  });
  const port = createLexofficeInvoicing({ apiKey }, kit);
  if (port.contacts === undefined) throw new Error('contacts are supported');
  return { simulator, port, contacts: port.contacts, now, advance: (ms) => void jump(ms) };
}
