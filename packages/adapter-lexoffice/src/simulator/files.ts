import { zero } from './amount.ts';
import type { Answer, Call } from './call.ts';
import { pdfOf } from './document-file.ts';
import { legacyError } from './errors.ts';
import { emit } from './events.ts';
import { putListed } from './listing.ts';
import type { BookkeepingVoucher } from './records.ts';
import { drawLag, newId, now, type State } from './state.ts';
import { toStamp } from './time.ts';

const extensions: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  xml: 'application/xml',
};
const largest = 5 * 1024 * 1024;

/** 7.7: an upload makes a bookkeeping voucher; a GET serves uploads and the deprecated document files. */
export async function answerFiles(state: State, call: Call): Promise<Answer | undefined> {
  const [id, ...more] = call.rest;
  if (more.length > 0) return undefined;
  if (id === undefined) return call.method === 'POST' ? postFile(state, call) : undefined;
  if (call.method !== 'GET') return undefined;
  const stored = state.files.get(id);
  if (stored !== undefined) {
    return { status: 200, bytes: stored.bytes, headers: fileHeaders(stored.contentType, stored.fileName) };
  }
  for (const document of state.documents.values()) {
    if (document.documentFileId !== id || document.status === 'draft') continue;
    const { bytes, fileName } = pdfOf(document);
    return { status: 200, bytes, headers: fileHeaders('application/pdf', fileName) };
  }
  return undefined;
}

function fileHeaders(contentType: string, fileName: string): Record<string, string> {
  return { 'content-type': contentType, 'content-disposition': `attachment; filename="${fileName}"` };
}

async function postFile(state: State, call: Call): Promise<Answer> {
  const form = await formOf(call);
  const file = form?.get('file');
  if (!(file instanceof File)) throw legacyError(406, [{ source: 'file', i18nKey: 'missing_entity' }]);
  if (form?.get('type') !== 'voucher') throw legacyError(406, [{ source: 'type', i18nKey: 'invalid_value' }]);
  const contentType = extensions[file.name.split('.').at(-1)?.toLowerCase() ?? ''];
  if (contentType === undefined) throw legacyError(406, [{ source: 'file', i18nKey: 'inacceptable_file_extension' }]);
  if (file.size > largest) throw legacyError(406, [{ source: 'file', i18nKey: 'max_file_size_exceeded' }]);
  const id = newId(state);
  state.files.set(id, { id, contentType, fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  const at = now(state);
  const voucher: BookkeepingVoucher = {
    id: newId(state),
    type: 'purchaseinvoice',
    status: 'unchecked',
    number: '',
    voucherDateAt: at,
    createdAt: at,
    updatedAt: at,
    contactName: '',
    total: zero,
    fileIds: [id],
  };
  putVoucher(state, voucher);
  emit(state, 'voucher.created', { resourceId: voucher.id, by: 'api' });
  return { status: 202, body: { id, voucherId: voucher.id } };
}

async function formOf(call: Call): Promise<FormData | undefined> {
  const headers = { 'content-type': call.headers.get('content-type') ?? '' };
  try {
    return await new Response(call.bytes ?? null, { headers }).formData();
  } catch {
    return undefined;
  }
}

/** Stores and lists a bookkeeping voucher. */
export function putVoucher(state: State, voucher: BookkeepingVoucher): void {
  const at = now(state);
  state.vouchers.set(voucher.id, voucher);
  const { id, status, number, voucherDateAt, createdAt, updatedAt, contactName, total } = voucher;
  const open = status === 'paid' ? zero : total;
  const row = {
    id,
    voucherType: voucher.type,
    status,
    number,
    voucherDateAt,
    createdAt,
    updatedAt,
    contactName,
    total,
    open,
    archived: false,
  };
  putListed(state.listing, id, { visibleAt: at + drawLag(state, state.settings.listLagMs), row, now: at });
}

/** Read only here: our client has no business with bookkeeping vouchers. */
export function answerVouchers(state: State, call: Call): Answer | undefined {
  const [id, ...more] = call.rest;
  const voucher = id === undefined ? undefined : state.vouchers.get(id);
  if (call.method !== 'GET' || voucher === undefined || more.length > 0) return undefined;
  return {
    status: 200,
    body: {
      id: voucher.id,
      organizationId: state.profile.organizationId,
      type: voucher.type,
      voucherStatus: voucher.status,
      voucherNumber: voucher.number,
      voucherDate: toStamp(voucher.voucherDateAt),
      createdDate: toStamp(voucher.createdAt),
      updatedDate: toStamp(voucher.updatedAt),
      totalGrossAmount: voucher.total,
      files: [...voucher.fileIds],
      version: 1,
    },
  };
}
