import { documentKinds } from './document-kinds.ts';
import type { Json, JsonObject } from './json.ts';
import type { DocumentLine, PaymentConditions, SalesDocument, ShippingConditions } from './records.ts';
import type { State } from './state.ts';
import { toStamp } from './time.ts';

/** A sales document as GET shows it: most of what is missing is left out, not null (1.2). */
export function documentToJson(state: State, document: SalesDocument): Json {
  const { kind, address, discount, totals, taxConditions, paymentConditions, shippingConditions } = document;
  const isOpen = document.status !== 'draft';
  return {
    id: document.id,
    organizationId: state.profile.organizationId,
    createdDate: toStamp(document.createdAt),
    updatedDate: toStamp(document.updatedAt),
    version: document.version,
    language: document.language,
    archived: document.archived,
    voucherStatus: document.status,
    voucherNumber: document.number ?? undefined,
    voucherDate: toStamp(document.voucherDateAt),
    expirationDate: document.expirationDateAt === undefined ? undefined : toStamp(document.expirationDateAt),
    dueDate: document.dueDateAt === undefined ? undefined : toStamp(document.dueDateAt),
    address: { ...address },
    electronicDocumentProfile: document.electronicDocumentProfile,
    xRechnung: document.buyerReference === undefined ? undefined : { buyerReference: document.buyerReference },
    lineItems: document.lines.map((line) => lineToJson(line, taxConditions.taxType === 'gross' ? 'gross' : 'net')),
    totalPrice:
      totals === undefined
        ? undefined
        : {
            currency: 'EUR',
            totalNetAmount: totals.net,
            totalGrossAmount: totals.gross,
            totalTaxAmount: totals.tax,
            totalDiscountAbsolute: discount?.absolute,
            totalDiscountPercentage: discount?.percentage,
          },
    taxAmounts: totals?.taxAmounts.map(({ rate, tax, net }) => ({ taxRatePercentage: rate, taxAmount: tax, netAmount: net })),
    taxConditions: { ...taxConditions },
    paymentConditions: paymentConditions === undefined ? undefined : paymentToJson(paymentConditions),
    shippingConditions: shippingConditions === undefined ? undefined : shippingToJson(shippingConditions),
    closingInvoice: kind === 'invoice' ? false : undefined,
    relatedVouchers: relatedTo(state, document),
    // Section 5: drafts have neither layout nor file.
    printLayoutId: isOpen ? (document.printLayoutId ?? state.printLayouts.find((layout) => layout.default)?.id) : undefined,
    title: document.title,
    introduction: document.introduction,
    remark: document.remark,
    deliveryTerms: document.deliveryTerms,
    files: isOpen && document.documentFileId !== undefined ? { documentFileId: document.documentFileId } : undefined,
  };
}

/** Only an article's id is shown: no line id and no article number (4.4). */
function lineToJson(line: DocumentLine, side: 'net' | 'gross'): Json {
  const { id, type, name, description, quantity, unitName, unitPrice, discountPercentage, amount, optional, alternative } = line;
  if (type === 'text') return { type, name, description };
  return {
    id,
    type,
    name,
    description,
    quantity,
    unitName,
    unitPrice:
      unitPrice === undefined
        ? undefined
        : { currency: 'EUR', netAmount: unitPrice.net, grossAmount: unitPrice.gross, taxRatePercentage: unitPrice.rate },
    discountPercentage: discountPercentage ?? (unitPrice === undefined ? undefined : 0),
    lineItemAmount: amount ?? (unitPrice === undefined ? undefined : unitPrice[side]),
    optional,
    alternative,
  };
}

export function paymentToJson({ paymentTermLabel, paymentTermDuration, paymentDiscountConditions }: PaymentConditions): JsonObject {
  return {
    paymentTermLabel,
    paymentTermLabelTemplate: paymentTermLabel,
    paymentTermDuration,
    paymentDiscountConditions: paymentDiscountConditions === undefined ? undefined : { ...paymentDiscountConditions },
  };
}

function shippingToJson({ shippingType, shippingDateAt, shippingEndDateAt }: ShippingConditions): Json {
  return {
    shippingType,
    shippingDate: shippingDateAt === undefined ? undefined : toStamp(shippingDateAt),
    shippingEndDate: shippingEndDateAt === undefined ? undefined : toStamp(shippingEndDateAt),
  };
}

/** Neighbours only. A successor shows its predecessor; the other direction is measured for dunnings alone (4.11, unknown 12.10). */
function relatedTo(state: State, document: SalesDocument): Json {
  const successors = document.successorIds.filter(
    (id) => state.settings.predecessorShowsSuccessor || state.documents.get(id)?.kind === 'dunning',
  );
  return [...(document.predecessorId === undefined ? [] : [document.predecessorId]), ...successors].flatMap((id) => {
    const other = state.documents.get(id);
    if (other === undefined) return [];
    return [{ id, voucherNumber: other.number ?? undefined, voucherType: documentKinds[other.kind].voucherType }];
  });
}
