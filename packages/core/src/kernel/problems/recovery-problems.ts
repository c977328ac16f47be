import type { ProblemEntry } from './problem-entry.ts';

/** What recovery finds out later about records that were made. */
export const recoveryProblems = {
  CONTACT_MADE_TWICE: [
    'Ein Kontakt wurde zweimal angelegt: {contact} und {others}.',
    'Archivieren Sie den zweiten im Rechnungsprogramm. Neue Aufträge nennen den ersten.',
    'A contact was made twice: {contact} and {others}.',
    'Archive the second one in the invoicing system. New sales orders name the first.',
  ],
  SALES_ORDER_DELETED: [
    'Die Auftragsbestätigung zu Bestellung {order} wurde im Rechnungsprogramm gelöscht.',
    'Sie wird nicht noch einmal angelegt. Ist eine nötig, legen Sie sie von Hand an und ordnen Sie sie der Bestellung zu; sonst verwerfen Sie die Bestellung.',
    'The order confirmation of order {order} was deleted in the invoicing system.',
    'It is not made again. If one is needed, make it by hand and adopt it for the order; else drop the order.',
  ],
  SALES_ORDER_STANDS_THOUGH_DROPPED: [
    'Zu Bestellung {order}, die eine Person verworfen hat, steht doch eine Auftragsbestätigung da.',
    'Öffnen Sie sie und archivieren Sie sie, wenn sie nicht gelten soll: {link}',
    'For order {order}, which a person dropped, an order confirmation stands after all.',
    'Open it, and archive it if it shall not count: {link}',
  ],
} as const satisfies Readonly<Record<string, ProblemEntry>>;
