import { problemWords, type ReplayedOrder } from '@megzo/core';

/** What a person reads of one order that other rules would have made otherwise. */
export function replayLines(order: ReplayedOrder, language: 'de' | 'en'): readonly string[] {
  switch (order.status) {
    case 'changed':
      return [`${order.orderId}`, ...order.changes.map(({ path, sent, now }) => `    ${path}: ${sent ?? '–'} -> ${now ?? '–'}`)];
    case 'no-answer':
      return [`${order.orderId}  no answer: ${problemWords(order.reason, { order: order.orderId, ...order.data }).text[language]}`];
    case 'people-erased':
      return [`${order.orderId}  its people were erased, nothing is guessed`];
    case 'not-recorded':
      return [`${order.orderId}  nothing that was sent from here is recorded`];
    case 'not-reproducible':
      return [`${order.orderId}  what was sent cannot be made again by this version of the program`];
  }
}
