import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { EffectDriver } from '../effects/run-effects.ts';
import type { ContactDraft } from '../model/sales-order.ts';
import type { ContactTarget } from '../ports/invoicing.ts';

/** Makes a customer known to the invoicing system once. Its intents look before the first send, since the merchant may know the customer already. */
export function contactDriver(run: PairRun, port: ContactTarget): EffectDriver<ContactDraft, { readonly id: string }> {
  return {
    kind: 'ensure-contact',
    port,
    // Numbers are given out by the system: contacts that are made side by side race for one.
    sideBySide: 1,
    idOf: (made) => made.id,
    async prepare(tx, row, at) {
      const personal = await tx.people.read(row.key, { purpose: 'make contact', by: 'engine', at });
      return personal?.kind === 'contact' ? { do: 'go', draft: personal.contact } : { do: 'park', reason: 'CONTACT_DATA_ERASED' };
    },
    async settled(tx, { row, progress }) {
      if (progress.state === 'done') {
        await tx.people.erase(row.key);
        await tx.problems.clear(problemKey(run, 'CONTACT_NOT_MADE', row.key));
      }
      if (progress.state === 'parked') {
        await raiseProblem(tx, run, { code: 'CONTACT_NOT_MADE', subject: row.key, data: { why: progress.reason ?? '' } });
      }
    },
  };
}
