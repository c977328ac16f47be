import type { Answer, Call } from './call.ts';
import { paymentToJson } from './document-view.ts';
import { envelope, wholeNumber } from './paging.ts';
import type { State } from './state.ts';

function isWholeList(call: Call): boolean {
  return call.method === 'GET' && call.rest.length === 0;
}

/** 7.10: a bare array. */
export function answerPaymentConditions(state: State, call: Call): Answer | undefined {
  if (!isWholeList(call)) return undefined;
  const body = state.paymentConditions.map(({ id, organizationDefault, ...conditions }) => ({
    id,
    organizationDefault,
    ...paymentToJson(conditions),
    paymentTermLabel: undefined,
  }));
  return { status: 200, body };
}

/** 7.11: a bare array. */
export function answerPrintLayouts(state: State, call: Call): Answer | undefined {
  return isWholeList(call) ? { status: 200, body: state.printLayouts.map((layout) => ({ ...layout })) } : undefined;
}

const categories = [
  ['8f8664a8-fd86-11e1-a21f-0800200c9a66', 'Warenverkauf', false],
  ['8f8664a1-fd86-11e1-a21f-0800200c9a66', 'Einnahmen', false],
  ['9075a4e3-66de-4795-a016-3889feca0d20', 'Innergemeinschaftliche Lieferung', true],
  ['93d24c20-ea84-424e-a731-5e1b78d1e6a9', 'Ausfuhrlieferungen', true],
  ['f5c7fee8-f184-4e7a-ab04-8f7e7ad6c207', 'Einnahmen als Kleinunternehmer', false],
  ['7c112b66-0565-479c-bc18-5845e080880a', 'Fernverkauf, Ursprungsland', false],
  ['4ebd965a-7126-416c-9d8c-a5c9366ee473', 'Fernverkauf, Bestimmungsland', false],
] as const;

/** 7.8: a bare array; of the 231 live rows the ones that sales touch. */
export function answerPostingCategories(_state: State, call: Call): Answer | undefined {
  if (!isWholeList(call)) return undefined;
  const body = categories.map(([id, name, contactRequired]) => ({
    id,
    name,
    type: 'income',
    contactRequired,
    splitAllowed: true,
    groupName: 'Einnahmen',
  }));
  return { status: 200, body };
}

/** 7.5: read-only; this account has none. */
export function answerRecurringTemplates(_state: State, call: Call): Answer | undefined {
  if (!isWholeList(call)) return undefined;
  const size = Math.max(wholeNumber(call.query.get('size') ?? undefined, 25), 1);
  return { status: 200, body: envelope({ content: [], total: 0, page: 0, size, property: 'updatedDate', direction: 'DESC' }) };
}
