import { createKit, createMemoryBudget } from '@megzo/adapter-kit';
import { type Handler, type SimulatorWorld, seededRandom } from '@megzo/adapter-kit/simulator';
import type { ContactTarget, DocumentSource, InvoicingPort, Webhooks } from '@megzo/core';
import { createLexofficeInvoicing } from '../src/index.ts';
import { createLexofficeSimulator, type LexofficeSimulator, type LexofficeSimulatorOptions } from '../src/simulator/index.ts';

export interface SimulatedAccount {
  readonly simulator: LexofficeSimulator;
  readonly port: InvoicingPort;
  readonly contacts: ContactTarget;
  readonly documents: DocumentSource;
  readonly webhooks: Webhooks;
  now(): number;
  advance(ms: number): void;
}

/** The adapter on a simulated account, on one virtual clock: waiting for a turn moves it, a deadline alone never comes. */
export function simulatedAccount(
  options: Partial<LexofficeSimulatorOptions> = {},
  wire: (vendor: Handler) => Handler = (vendor) => vendor,
): SimulatedAccount {
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
    fetch: wire(simulator.handler),
  });
  const { organizationId } = simulator.profile;
  const port = createLexofficeInvoicing({ apiKey, organizationId, webhookPublicKeys: [simulator.publicKeyPem] }, kit);
  const { contacts, documents, webhooks } = port;
  if (contacts === undefined || documents === undefined || webhooks === undefined) throw new Error('all facets are supported');
  return { simulator, port, contacts, documents, webhooks, now, advance: (ms) => void jump(ms) };
}
