import type { Http } from '@megzo/adapter-kit';
import { type ChannelPort, contentHash, type DocumentNotice, mapAnswer } from '@megzo/core';
import type { BigcommerceSetup } from './options.ts';
import { readMetafields, recordIn, sendMetafield } from './order-metafields.ts';
import type { WireMetafield } from './wire/metafield.ts';

/** Longest name of a metafield (sheet 3.5). */
const keyMax = 64;

/**
 * An order holds no file (sheet 8): what it gets is the number, the link and the hash, one metafield per document. Orders are not
 * edited for it, because a staff note written back could undo what a person types at that moment.
 */
export function createDocuments(http: Http, { namespace, timing }: BigcommerceSetup): NonNullable<ChannelPort['documents']> {
  return {
    holds: 'link',
    timeoutMs: timing.timeoutMs,
    settleMs: timing.settleMs,
    send: (notice, call) => {
      const { order, documentId, number, sha256, url } = notice;
      return sendMetafield(http, { order, namespace, key: keyOf(notice) }, { documentId, number, sha256, url, marker: call.marker }, call);
    },
    async find({ marker, draft }, call) {
      const answer = await readMetafields(http, { order: draft.order, namespace, key: keyOf(draft) }, call);
      return mapAnswer(answer, (metafields) => {
        const carries = (metafield: WireMetafield): boolean => recordIn(metafield.value).marker === marker;
        const idOf = ({ id }: WireMetafield): { readonly id: string } => ({ id });
        return {
          marked: metafields.filter(carries).map(idOf),
          // Under this document's own key: told earlier, or changed by somebody.
          alike: metafields.filter((metafield) => !carries(metafield)).map(idOf),
        };
      });
    },
  };
}

function keyOf({ documentId }: DocumentNotice): string {
  const key = `document_${documentId}`;
  return key.length <= keyMax ? key : `document_${contentHash(documentId).slice(0, 32)}`;
}
