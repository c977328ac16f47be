import type { EffectDriver } from '../effects/effect-driver.ts';
import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { ContactDraft } from '../model/sales-order.ts';
import type { ContactTarget } from '../ports/invoicing.ts';

/** Makes a customer known to the invoicing system once. Its intents look before the first send, since the merchant may know the customer already. */
export function contactDriver(run: PairRun, port: ContactTarget): EffectDriver<ContactDraft, { readonly id: string }> {
  return {
    kind: 'ensure-contact',
    port,
    // Numbers are given out by the system: contacts that are made side by side race for one.
    sideBySide: 1,
    looksFirst: true,
    idOf: (made) => made.id,
    async prepare(tx, row, at) {
      const personal = await tx.people.read(row.key, { purpose: 'make contact', by: 'engine', at });
      return personal?.kind === 'contact' ? { do: 'go', draft: personal.contact } : { do: 'park', reason: 'CONTACT_DATA_ERASED' };
    },
    async settled(tx, { row, progress }) {
      // It may be another pair's row: its problems stand with that pair.
      const { pair } = row;
      if (progress.state === 'done') {
        await tx.people.erase(row.key);
        await tx.problems.clear(problemKey({ pair }, 'CONTACT_NOT_MADE', row.key));
      }
      if (progress.state === 'parked') {
        await raiseProblem(tx, { ...run, pair }, { code: 'CONTACT_NOT_MADE', subject: row.key, data: { why: progress.reason ?? '' } });
      }
    },
    async surplus(tx, { key, pair, result = '', attempt }, others) {
      // Contacts carry no marker: several that a look finds were there before us, a second one that we were told of is ours.
      if (attempt === 0) return;
      const data = { contact: result, others: others.join(', ') };
      await raiseProblem(tx, { ...run, pair }, { code: 'CONTACT_MADE_TWICE', subject: key, data });
    },
  };
}
