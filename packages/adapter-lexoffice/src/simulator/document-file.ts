import type { Answer, Call } from './call.ts';
import { documentKinds } from './document-kinds.ts';
import { notFound, regularError } from './errors.ts';
import { tinyPdf } from './pdf.ts';
import type { SalesDocument } from './records.ts';

/** `GET …/file`: what comes back depends on the Accept header and the e-invoice profile (4.10, 5). */
export function answerDocumentFile(call: Call, document: SalesDocument): Answer {
  // Not a version conflict, although it has the same status.
  if (document.status === 'draft') throw regularError(409, 'Für Entwürfe gibt es kein Dokument.');
  const wanted = wantedType(call.headers.get('accept'), document);
  if (wanted === 'pdf') return fileAnswer(document, 'pdf');
  if (wanted !== 'xml') throw regularError(406, 'Der angeforderte Medientyp wird nicht unterstützt.');
  if (document.electronicDocumentProfile !== 'XRechnung') throw notFound(call.resource);
  return fileAnswer(document, 'xml');
}

function wantedType(accept: string | null, { kind, electronicDocumentProfile }: SalesDocument): 'pdf' | 'xml' | undefined {
  const types = (accept ?? '*/*').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
  if (types.includes('application/pdf')) return 'pdf';
  if (types.includes('application/xml') && kind === 'invoice') return 'xml';
  if (!types.includes('*/*')) return undefined;
  return electronicDocumentProfile === 'XRechnung' ? 'xml' : 'pdf';
}

export function pdfOf(document: SalesDocument): { readonly bytes: Uint8Array; readonly fileName: string } {
  const { fileStem } = documentKinds[document.kind];
  return { bytes: tinyPdf(`${fileStem} ${document.number ?? ''}`), fileName: `${fileStem}_${document.number ?? document.id}.pdf` };
}

function fileAnswer(document: SalesDocument, type: 'pdf' | 'xml'): Answer {
  const { bytes: pdf, fileName } = pdfOf(document);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Invoice><ID>${document.number ?? ''}</ID></Invoice>\n`;
  const bytes = type === 'pdf' ? pdf : new TextEncoder().encode(xml);
  return {
    status: 200,
    bytes,
    headers: {
      'content-type': `application/${type}`,
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename="${fileName.replace(/pdf$/, type)}"`,
    },
  };
}
