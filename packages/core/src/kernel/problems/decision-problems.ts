import type { ProblemEntry } from './problem-entry.ts';

/** Why a person's word on an order is not carried out. */
export const decisionProblems = {
  ADOPTED_SALES_ORDER_MARKED: [
    'Die Auftragsbestätigung {salesOrder} trägt den Vermerk einer anderen Bestellung als {order}.',
    'Prüfen Sie, ob Sie die richtige nennen. Gehört sie doch hierher, bestehen Sie darauf (--force).',
    'The order confirmation {salesOrder} carries the mark of another order than {order}.',
    'Check whether you name the right one. If it does belong here, insist (--force).',
  ],
  ADOPTED_SALES_ORDER_MISSING: [
    'Im Rechnungsprogramm gibt es keine Auftragsbestätigung {salesOrder}; Bestellung {order} bleibt, wie sie ist.',
    'Nennen Sie die Kennung aus der Adresse der geöffneten Auftragsbestätigung.',
    'There is no order confirmation {salesOrder} in the invoicing system; order {order} stays as it is.',
    'Give the id from the address of the opened order confirmation.',
  ],
  ADOPTED_SALES_ORDER_TAKEN: [
    'Die Auftragsbestätigung {salesOrder} gehört schon zu Bestellung {other}, nicht zu {order}.',
    'Nennen Sie die richtige; eine Auftragsbestätigung gehört zu genau einer Bestellung.',
    'The order confirmation {salesOrder} belongs to order {other} already, not to {order}.',
    'Name the right one; an order confirmation belongs to exactly one order.',
  ],
  ADOPTED_SALES_ORDER_UNREAD: [
    'Die Auftragsbestätigung {salesOrder} konnte nicht gelesen werden ({code}); Bestellung {order} bleibt, wie sie ist.',
    'Versuchen Sie es später noch einmal; "megzo doctor" prüft die Verbindung.',
    'The order confirmation {salesOrder} could not be read ({code}); order {order} stays as it is.',
    'Try again later; "megzo doctor" checks the connection.',
  ],
  ADOPTED_TOTAL_DIFFERS: [
    'Die genannte Auftragsbestätigung lautet auf {salesOrder}, Bestellung {order} auf {charged}.',
    'Prüfen Sie, ob Sie die richtige nennen. Soll sie so gelten, bestehen Sie darauf (--force).',
    'The order confirmation named says {salesOrder}, order {order} says {charged}.',
    'Check whether you name the right one. If it shall count as it is, insist (--force).',
  ],
  ORDER_NOT_KNOWN: [
    'Bestellung {order} ist hier nicht bekannt.',
    'Prüfen Sie die Nummer und das Paar; ist sie neu, holt der nächste Lauf sie.',
    'Order {order} is not known here.',
    'Check the number and the pair; if it is new, the next run fetches it.',
  ],
  ORDER_NOT_TO_DECIDE: [
    'Über Bestellung {order} ist nichts zu entscheiden: Ihr Stand ist „{state}“.',
    'Nur geparkte Bestellungen und solche, deren Auftragsbestätigung gelöscht wurde, warten auf ein Wort. Was ungewiss ist, klärt der nächste Lauf.',
    'There is nothing to decide about order {order}: its state is “{state}”.',
    'Only parked orders and those whose order confirmation was deleted wait for a word. What is in doubt is cleared by the next run.',
  ],
  ORDER_NOT_TO_CREATE: [
    'Bestellung {order} kann nicht auf Ihr Wort hin angelegt werden: Es wurde noch nie versucht, sie anzulegen.',
    'Beseitigen Sie den Grund, aus dem sie geparkt ist (megzo orders show), oder legen Sie die Auftragsbestätigung von Hand an und ordnen Sie sie zu (adopt), oder verwerfen Sie die Bestellung (drop).',
    'Order {order} cannot be made on your word: making it was never tried.',
    'Remove the reason why it is parked (megzo orders show), or make the order confirmation by hand and adopt it, or drop the order.',
  ],
  PROBLEM_NOT_KNOWN: [
    'Eine offene Meldung „{problem}“ gibt es bei diesem Paar nicht.',
    'Sehen Sie nach, was offen ist (megzo problems list); was erledigt ist, braucht kein Wort mehr.',
    'There is no open problem “{problem}” at this pair.',
    'Look at what is open (megzo problems list); what is done needs no word any more.',
  ],
  PROBLEM_NOT_SETTLED_BY_WORD: [
    'Die Meldung „{problem}“ endet von selbst, sobald ihr Grund beseitigt ist; abhaken lässt sie sich nicht.',
    'Tun Sie, was sie sagt. Der nächste Lauf sieht nach.',
    'The problem “{problem}” ends by itself once its cause is gone; it cannot be ticked off.',
    'Do what it says. The next run looks again.',
  ],
  WORD_UNSIGNED: [
    'Wer entscheidet und warum, muss dabeistehen: Niemand könnte sonst zurückfragen.',
    'Nennen Sie sich und den Grund (--by, --why).',
    'Who decides, and why, must be said: nobody could ask back.',
    'Name yourself and the reason (--by, --why).',
  ],
  SALES_ORDER_NOT_MADE_AGAIN: [
    'Die Auftragsbestätigung zu Bestellung {order} wurde gelöscht und wird von hier aus nicht noch einmal angelegt.',
    'Legen Sie sie von Hand an und ordnen Sie sie zu (adopt), oder verwerfen Sie die Bestellung (drop).',
    'The order confirmation of order {order} was deleted and is not made again from here.',
    'Make it by hand and adopt it, or drop the order.',
  ],
} as const satisfies Readonly<Record<string, ProblemEntry>>;
