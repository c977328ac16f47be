import { type Answer, actionResult, bodyOf, type Call, single } from './call.ts';
import { answerDocumentFile } from './document-file.ts';
import { type DocumentKind, kindOfResource } from './document-kinds.ts';
import { readDocument } from './document-rules.ts';
import { addDocument } from './document-store.ts';
import { documentToJson } from './document-view.ts';
import { regularError } from './errors.ts';
import { checkPursue } from './pursue.ts';
import type { SalesDocument } from './records.ts';
import type { State } from './state.ts';
import { toStamp } from './time.ts';

/** POST, GET by id, `/file` and the deprecated `/document`; nothing else exists for sales documents (1.8). */
export function answerSalesDocuments(state: State, call: Call): Answer | undefined {
  const kind = kindOfResource(call.resource);
  if (kind === undefined) return undefined;
  const [id, part, ...more] = call.rest;
  if (id === undefined) return call.method === 'POST' && kind !== 'downPaymentInvoice' ? postDocument(state, call, kind) : undefined;
  const document = state.documents.get(id);
  // An id of another document type cannot be told from an unknown one (1.6).
  if (call.method !== 'GET' || more.length > 0 || document?.kind !== kind) return undefined;
  switch (part) {
    case undefined:
      return { status: 200, body: documentToJson(state, document) };
    case 'file':
      return answerDocumentFile(call, document);
    case 'document':
      return answerFileId(document);
    default:
      return undefined;
  }
}

/** Nothing makes a repeated POST the same one: no header, no field (1.8, 4.8). */
function postDocument(state: State, call: Call, kind: DocumentKind): Answer {
  const predecessorId = single(call, 'precedingSalesVoucherId');
  const finalize = single(call, 'finalize') === 'true';
  const body = bodyOf(call);
  if (kind === 'dunning' && predecessorId === undefined) throw regularError(406, 'precedingSalesVoucherId fehlt.');
  if (predecessorId !== undefined) checkPursue(state, predecessorId, kind);
  const document = addDocument(state, readDocument(state, kind, body), { finalize, by: 'api', predecessorId });
  return actionResult(call, 201, {
    id: document.id,
    createdDate: toStamp(document.createdAt),
    updatedDate: toStamp(document.updatedAt),
    version: document.version,
  });
}

function answerFileId({ status, documentFileId }: SalesDocument): Answer {
  if (status === 'draft' || documentFileId === undefined) throw regularError(406, 'Für Entwürfe gibt es kein Dokument.');
  return { status: 200, body: { documentFileId } };
}
