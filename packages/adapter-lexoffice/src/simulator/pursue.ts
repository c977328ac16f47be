import type { DocumentKind } from './document-kinds.ts';
import { documentKinds } from './document-kinds.ts';
import { type Refusal, regularError } from './errors.ts';
import type { SalesDocument } from './records.ts';
import type { State } from './state.ts';

/** Whether a document may be carried on into another kind (4.11; the whole matrix is unknown 12.10). Throws a 406 with a message only. */
export function checkPursue(state: State, predecessorId: string, target: DocumentKind): SalesDocument {
  const predecessor = state.documents.get(predecessorId);
  if (predecessor === undefined) throw refused('Der Vorgängerbeleg existiert nicht.');
  if (!documentKinds[target].predecessors.includes(predecessor.kind)) throw refused('Diese Weiterführung ist nicht möglich.');
  if (predecessor.status === 'draft') throw refused('Ein Entwurf kann nicht weitergeführt werden.');
  if (predecessor.status === 'voided' || predecessor.status === 'rejected') throw refused('Der Vorgängerbeleg ist nicht mehr gültig.');
  if (predecessor.lines.some((line) => line.optional || line.alternative)) {
    throw refused('Angebote mit optionalen oder alternativen Positionen können nicht weitergeführt werden.');
  }
  const same = predecessor.successorIds.filter((id) => state.documents.get(id)?.kind === target);
  // Section 6: an invoice has one credit note at the most.
  if (target === 'creditNote' && same.length > 0) throw refused('Zu dieser Rechnung gibt es bereits eine Rechnungskorrektur.');
  if (target === 'invoice' && same.length > 0 && state.settings.pursueTwice === 'refuse') throw refused('Es gibt bereits eine Rechnung.');
  return predecessor;
}

function refused(message: string): Refusal {
  return regularError(406, message);
}
