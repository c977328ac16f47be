/** One text in every language of the product. */
export interface Words {
  readonly de: string;
  readonly en: string;
}

export interface ProblemWords {
  readonly text: Words;
  /** What the reader does about it. */
  readonly remedy: Words;
}

type Entry = readonly [textDe: string, remedyDe: string, textEn: string, remedyEn: string];

/**
 * Every reason and problem that a person can meet: what happened and what to do, German and English. `{name}` is filled
 * from the problem's data; no personal data is ever in it. Codes survive minor releases, words may change.
 */
const entries = {
  ARTICLE_WITHOUT_NUMBER: [
    'Artikel „{article}“ hat keine Artikelnummer und kann im Shop nicht angelegt werden.',
    'Tragen Sie im Rechnungsprogramm eine Artikelnummer ein.',
    'Article “{article}” has no article number and cannot be listed in the shop.',
    'Enter an article number in the invoicing system.',
  ],
  CHANNEL_CURRENCY_UNSUPPORTED: [
    'Der Shop führt seine Preise in {currency}, die Bücher in {bookCurrency}. Artikel werden nicht veröffentlicht.',
    'Stellen Sie die Standardwährung des Shops auf {bookCurrency} um.',
    'The shop keeps its prices in {currency}, the books are in {bookCurrency}. Articles are not published.',
    'Change the shop’s default currency to {bookCurrency}.',
  ],
  CONNECTION_ACCOUNT_BLOCKED: [
    '{connection}: Der Vertrag des Kontos erlaubt den Zugriff nicht.',
    'Prüfen Sie Tarif und Zahlungsstand des Kontos.',
    '{connection}: the account’s contract does not allow access.',
    'Check the plan and payment state of the account.',
  ],
  CONNECTION_ANSWER_UNREADABLE: [
    '{connection}: Die Antwort war unlesbar (zum Beispiel eine Fehlerseite).',
    'Meist vergeht das von selbst; der nächste Lauf versucht es wieder. Bleibt es so, prüfen Sie die Adresse (baseUrl).',
    '{connection}: the answer could not be read (an error page, for example).',
    'This mostly passes; the next run tries again. If it stays, check the address (baseUrl).',
  ],
  CONNECTION_FAILED: [
    '{connection}: Ein Aufruf ist fehlgeschlagen ({code}).',
    'Der nächste Lauf versucht es wieder. Bleibt es so, melden Sie den Code.',
    '{connection}: a call failed ({code}).',
    'The next run tries again. If it stays, report the code.',
  ],
  CONNECTION_FORBIDDEN: [
    '{connection}: Der Zugang ist gültig, hat aber nicht alle nötigen Rechte.',
    'Erzeugen Sie den Zugang neu mit den Rechten aus der Anleitung des Adapters.',
    '{connection}: the credentials are valid but lack a permission.',
    'Make new credentials with the permissions that the adapter’s manual lists.',
  ],
  CONNECTION_RATE_LIMITED: [
    '{connection}: Der Anbieter bremst, weil zu viele Anfragen kamen.',
    'Es geht von selbst weiter. Greifen andere Programme auf dasselbe Konto zu, senken Sie das Budget der Verbindung.',
    '{connection}: the vendor slows us down because of too many requests.',
    'It goes on by itself. If other programs use the same account, lower the connection’s budget.',
  ],
  CONNECTION_UNAUTHORIZED: [
    '{connection}: Der Zugang wurde abgelehnt.',
    'Prüfen Sie Schlüssel oder Token der Verbindung; vielleicht ist er abgelaufen oder gelöscht.',
    '{connection}: the credentials were refused.',
    'Check the connection’s key or token; it may have expired or been deleted.',
  ],
  CONNECTION_UNREACHABLE: [
    '{connection}: Der Anbieter ist nicht erreichbar.',
    'Der nächste Lauf versucht es wieder. Bleibt es so, prüfen Sie Adresse (baseUrl) und Netz.',
    '{connection}: the vendor cannot be reached.',
    'The next run tries again. If it stays, check the address (baseUrl) and the network.',
  ],
  CONTACT_NOT_MADE: [
    'Der Kontakt zu einer Bestellung konnte nicht angelegt werden ({why}).',
    'Legen Sie den Kontakt im Rechnungsprogramm an und erfassen Sie die Auftragsbestätigung von Hand.',
    'The contact for an order could not be made ({why}).',
    'Make the contact in the invoicing system and enter the order confirmation by hand.',
  ],
  LISTING_ALIKE_FOUND: [
    'Für {sku} steht im Shop etwas Ähnliches; es wurde nichts angelegt.',
    'Vergeben Sie dem vorhandenen Artikel im Shop dieselbe Artikelnummer oder löschen Sie ihn.',
    'Something like {sku} stands in the shop; nothing was created.',
    'Give the shop’s product the same SKU, or delete it.',
  ],
  LISTING_ATTEMPTS_USED_UP: [
    'Das Anlegen von {sku} blieb mehrmals ohne Antwort.',
    'Prüfen Sie im Shop, ob der Artikel da ist, und starten Sie den Abgleich neu.',
    'Creating {sku} stayed without an answer several times.',
    'Look whether the product is in the shop, then start a run again.',
  ],
  LISTING_EXISTS: [
    'Die Artikelnummer {sku} gibt es im Shop schon, und Vorhandenes soll nicht übernommen werden.',
    'Erlauben Sie die Übernahme (adoptExisting: by-sku) oder löschen Sie den Artikel im Shop.',
    'SKU {sku} is in the shop already, and existing products shall not be adopted.',
    'Allow adopting (adoptExisting: by-sku) or delete the product in the shop.',
  ],
  LISTING_IN_DOUBT: [
    'Ob {sku} im Shop angelegt wurde, ist ungewiss.',
    'Prüfen Sie im Shop, ob der Artikel da ist.',
    'It is uncertain whether {sku} was created in the shop.',
    'Look whether the product is in the shop.',
  ],
  LISTING_ARTICLE_GONE: [
    'Der Artikel {sku} war beim Anlegen nicht mehr vorhanden.',
    'Nichts zu tun, wenn er gelöscht wurde; sonst prüfen Sie Nummer, Preis und Steuersatz.',
    'Article {sku} was gone when it was to be created.',
    'Nothing, if it was deleted; otherwise check its number, price and tax rate.',
  ],
  LISTING_NAME_TAKEN: [
    'Der Name „{name}“ ist im Shop schon vergeben (für eine andere Artikelnummer als {sku}).',
    'Benennen Sie einen der beiden Artikel um, zum Beispiel in „{proposal}“.',
    'The name “{name}” is taken in the shop (by another SKU than {sku}).',
    'Rename one of the two, for example to “{proposal}”.',
  ],
  LISTING_REFUSED: [
    'Der Shop hat den Artikel {sku} abgelehnt.',
    'Prüfen Sie Name, Preis und EAN des Artikels; nach einer Änderung wird er neu gesendet.',
    'The shop refused article {sku}.',
    'Check its name, price and EAN; it is sent again after a change.',
  ],
  LISTING_TAKEN_BY_ANOTHER: [
    'Der Shop kennt Name oder Nummer von {sku} schon bei einem anderen Artikel.',
    'Benennen Sie einen der beiden Artikel um.',
    'The shop knows the name or number of {sku} from another product.',
    'Rename one of the two.',
  ],
  MAPPING_WITHOUT_ANSWER: [
    'Die Zuordnungsregel für „{target}“ hat keine Antwort ({why}).',
    'Ergänzen Sie den Wert am Datensatz oder ändern Sie die Regel.',
    'The mapping rule for “{target}” has no answer ({why}).',
    'Complete the record or change the rule.',
  ],
  ORDER_AMOUNT_NEGATIVE: [
    'Bestellung {order} enthält einen negativen Betrag ({item}).',
    'Erfassen Sie die Auftragsbestätigung von Hand.',
    'Order {order} holds a negative amount ({item}).',
    'Enter the order confirmation by hand.',
  ],
  ORDER_ARCHIVED: [
    'Im Shop archiviert.',
    'Nichts zu tun. Wird die Bestellung wiederhergestellt, geht es von selbst weiter.',
    'Archived in the shop.',
    'Nothing to do. If the order is restored it goes on by itself.',
  ],
  ORDER_BEFORE_CUTOVER: [
    'Vor dem Stichtag bestellt.',
    'Nichts zu tun: ältere Bestellungen bleiben in Ihrer Hand.',
    'Ordered before the cutover.',
    'Nothing to do: older orders stay in your hands.',
  ],
  ORDER_CANCELLED: ['Im Shop storniert oder abgelehnt.', 'Nichts zu tun.', 'Cancelled or declined in the shop.', 'Nothing to do.'],
  ORDER_CANCELLED_AFTER_PLACING: [
    'Bestellung {order} wurde storniert, nachdem ihre Auftragsbestätigung angelegt war.',
    'Öffnen Sie die Auftragsbestätigung und stornieren oder archivieren Sie sie: {link}',
    'Order {order} was cancelled after its order confirmation was made.',
    'Open the order confirmation and cancel or archive it: {link}',
  ],
  ORDER_COUNTRY_UNKNOWN: [
    'Bestellung {order} geht in ein Land, das das Rechnungsprogramm nicht kennt ({country}).',
    'Prüfen Sie die Anschrift im Shop oder erfassen Sie die Auftragsbestätigung von Hand.',
    'Order {order} goes to a country that the invoicing system does not know ({country}).',
    'Check the address in the shop or enter the order confirmation by hand.',
  ],
  ORDER_CURRENCY_UNSUPPORTED: [
    'Bestellung {order} wurde in {currency} bezahlt, die Bücher werden in {bookCurrency} geführt.',
    'Erfassen Sie die Auftragsbestätigung mit dem Kurs Ihrer Buchhaltung von Hand.',
    'Order {order} was paid in {currency}, the books are kept in {bookCurrency}.',
    'Enter the order confirmation by hand, at your bookkeeping’s rate.',
  ],
  ORDER_EDITED_AFTER_PLACING: [
    'Bestellung {order} wurde geändert, nachdem ihre Auftragsbestätigung angelegt war.',
    'Öffnen Sie die Auftragsbestätigung und gleichen Sie sie an: {link}',
    'Order {order} was edited after its order confirmation was made.',
    'Open the order confirmation and bring it in line: {link}',
  ],
  ORDER_INCOMPLETE: [
    'Der Kauf wurde nicht abgeschlossen.',
    'Nichts zu tun. Wird er abgeschlossen, geht es von selbst weiter.',
    'The checkout was not finished.',
    'Nothing to do. If it is finished it goes on by itself.',
  ],
  ORDER_NOT_MARKED: [
    'An Bestellung {order} konnte unser Vermerk nicht geschrieben werden.',
    'Die Auftragsbestätigung ist angelegt; prüfen Sie die Rechte der Shop-Verbindung.',
    'Our mark could not be written on order {order}.',
    'The order confirmation is made; check the permissions of the shop connection.',
  ],
  ORDER_PENDING: [
    'Die Zahlung ist noch nicht ausgelöst.',
    'Nichts zu tun. Mit der Zahlung geht es von selbst weiter.',
    'The payment is not started yet.',
    'Nothing to do. It goes on with the payment.',
  ],
  ORDER_PEOPLE_ERASED: [
    'Die persönlichen Daten zu Bestellung {order} sind gelöscht.',
    'Ist die Auftragsbestätigung noch nötig, erfassen Sie sie von Hand.',
    'The personal data of order {order} is erased.',
    'If the order confirmation is still needed, enter it by hand.',
  ],
  ORDER_SUM_DIFFERS: [
    'Die Beträge von Bestellung {order} widersprechen sich: Positionen {items}, Gesamtbetrag {total}.',
    'Prüfen Sie die Bestellung im Shop und erfassen Sie die Auftragsbestätigung von Hand.',
    'The amounts of order {order} contradict each other: items {items}, total {total}.',
    'Check the order in the shop and enter the order confirmation by hand.',
  ],
  ORDER_TOO_LONG: [
    'Bestellung {order} ergibt {lines} Positionen; mehr als {linesMax} nimmt das Rechnungsprogramm nicht.',
    'Erfassen Sie die Auftragsbestätigung von Hand, etwa in zwei Teilen.',
    'Order {order} makes {lines} lines; the invoicing system takes {linesMax}.',
    'Enter the order confirmation by hand, in two parts for example.',
  ],
  ORDER_UNDER_REVIEW: [
    'Der Shop prüft die Bestellung (Betrugsverdacht oder Streitfall).',
    'Geben Sie die Bestellung im Shop frei oder stornieren Sie sie.',
    'The shop is reviewing the order (suspected fraud or a dispute).',
    'Release the order in the shop, or cancel it.',
  ],
  ORDER_WITHOUT_NAME: [
    'Bestellung {order} nennt weder Namen noch Firma.',
    'Ergänzen Sie die Rechnungsanschrift im Shop.',
    'Order {order} names neither a person nor a company.',
    'Complete the billing address in the shop.',
  ],
  PAIR_ACCOUNT_CHANGED: [
    '{connection}: Der Zugang gehört jetzt zu einem anderen Konto als bisher. Es wird nichts geschrieben.',
    'Hinterlegen Sie den Zugang des ursprünglichen Kontos, oder richten Sie ein neues Paar ein.',
    '{connection}: the credentials belong to another account than before. Nothing is written.',
    'Enter the credentials of the original account, or set up a new pair.',
  ],
  PAIR_ACCOUNT_TAKEN: [
    '{connection}: Dieses Konto gehört schon zu einem anderen Händler.',
    'Prüfen Sie, ob der richtige Zugang hinterlegt ist.',
    '{connection}: this account belongs to another merchant already.',
    'Check that the right credentials are entered.',
  ],
  PRICE_JUMPED: [
    'Der Preis von {sku} spränge von {last} auf {price}.',
    'Stimmt der Preis, ändern Sie ihn in zwei Schritten; sonst berichtigen Sie den Artikel.',
    'The price of {sku} would jump from {last} to {price}.',
    'If it is right, change it in two steps; otherwise correct the article.',
  ],
  PRICE_MODE_CHANGED: [
    'Der Shop hat zwischen Brutto- und Nettopreisen gewechselt. Artikel werden nicht veröffentlicht.',
    'Stellen Sie den Shop zurück, oder richten Sie das Paar neu ein, wenn der Wechsel gewollt ist.',
    'The shop has changed between gross and net prices. Articles are not published.',
    'Change the shop back, or set up the pair anew if the change is meant.',
  ],
  PRICE_NOT_POSITIVE: [
    'Artikel {sku} hat den Preis {price}.',
    'Tragen Sie einen Preis ein.',
    'Article {sku} has the price {price}.',
    'Enter a price.',
  ],
  SALES_ORDER_ALIKE_FOUND: [
    'Zu Bestellung {order} steht eine ähnliche Auftragsbestätigung ohne unseren Vermerk da.',
    'Prüfen Sie, ob sie zu dieser Bestellung gehört; es wird keine zweite angelegt.',
    'For order {order} a similar order confirmation without our mark stands there.',
    'Check whether it belongs to this order; no second one is made.',
  ],
  SALES_ORDER_ATTEMPTS_USED_UP: [
    'Das Anlegen der Auftragsbestätigung zu Bestellung {order} blieb sechsmal ohne Ergebnis.',
    'Prüfen Sie das Rechnungsprogramm und erfassen Sie sie von Hand.',
    'Making the order confirmation of order {order} came to nothing six times.',
    'Check the invoicing system and enter it by hand.',
  ],
  SALES_ORDER_DUPLICATE: [
    'Zu Bestellung {order} gibt es mehrere Auftragsbestätigungen.',
    'Die älteste gilt: {link}. Archivieren Sie die übrigen: {others}',
    'There are several order confirmations of order {order}.',
    'The oldest counts: {link}. Archive the others: {others}',
  ],
  SALES_ORDER_IN_DOUBT: [
    'Ob die Auftragsbestätigung zu Bestellung {order} angelegt wurde, ist ungewiss.',
    'Suchen Sie im Rechnungsprogramm nach der Bestellnummer.',
    'It is uncertain whether the order confirmation of order {order} was made.',
    'Search the invoicing system for the order number.',
  ],
  SALES_ORDER_NOT_COMPARED: [
    'Die Auftragsbestätigung zu Bestellung {order} ist angelegt, konnte aber nicht zurückgelesen werden.',
    'Vergleichen Sie den Gesamtbetrag: {link}',
    'The order confirmation of order {order} is made but could not be read back.',
    'Compare the total: {link}',
  ],
  SALES_ORDER_REFUSED: [
    'Das Rechnungsprogramm hat die Auftragsbestätigung zu Bestellung {order} abgelehnt.',
    'Prüfen Sie Steuersatz und Anschrift der Bestellung, oder erfassen Sie sie von Hand.',
    'The invoicing system refused the order confirmation of order {order}.',
    'Check the order’s tax rate and address, or enter it by hand.',
  ],
  SALES_ORDER_TAKEN_BY_ANOTHER: [
    'Zu Bestellung {order} steht schon eine fremde Auftragsbestätigung da.',
    'Prüfen Sie, welche gilt.',
    'Somebody else’s order confirmation of order {order} stands there.',
    'Check which one counts.',
  ],
  SALES_ORDER_TOTAL_DIFFERS: [
    'Die Auftragsbestätigung zu Bestellung {order} lautet auf {salesOrder} statt {charged}.',
    'Öffnen und berichtigen Sie sie: {link}. Oft ist ein Rabatt am Kontakt hinterlegt.',
    'The order confirmation of order {order} says {salesOrder} instead of {charged}.',
    'Open and correct it: {link}. Often the contact carries a default discount.',
  ],
  SKU_NOT_UNIQUE: [
    'Die Artikelnummer {sku} ist mehrfach vergeben.',
    'Geben Sie jedem Artikel eine eigene Nummer; Groß- und Kleinschreibung zählt nicht.',
    'Article number {sku} is given more than once.',
    'Give each article a number of its own; case does not count.',
  ],
  SKU_TWICE_ON_CHANNEL: [
    'Die Artikelnummer {sku} steht im Shop mehrfach.',
    'Löschen Sie im Shop die überzähligen Artikel oder ändern Sie deren Nummer.',
    'SKU {sku} stands in the shop more than once.',
    'Delete the surplus products in the shop, or change their SKU.',
  ],
  STOCK_COUNT_AMBIGUOUS: [
    'Der Bestand von {sku} wurde auf {figure} gesetzt, während {shipped} Stück versandt wurden. Es gilt vorerst der niedrigere Wert.',
    'Zählen Sie nach und tragen Sie den Bestand noch einmal ein.',
    'The stock of {sku} was set to {figure} while {shipped} units were shipped. The lower figure stands for now.',
    'Count again and enter the stock once more.',
  ],
  STOCK_NOTE_UNREADABLE: [
    'Die Bestandszeile in der Notiz von {sku} ist nicht lesbar ({why}).',
    'Schreiben Sie eine Zeile wie „Bestand: 12“, nur mit einer ganzen Zahl.',
    'The stock line in the note of {sku} cannot be read ({why}).',
    'Write one line such as “Bestand: 12”, with a whole number only.',
  ],
  STOCK_REFUSED: [
    'Der Shop hat den Bestand von {sku} abgelehnt.',
    'Prüfen Sie im Shop, ob die Bestandsführung des Artikels eingeschaltet ist.',
    'The shop refused the stock of {sku}.',
    'Check in the shop that inventory tracking of the product is on.',
  ],
  TAX_CLASS_MISSING: [
    'Für den Steuersatz {rate} % von {sku} ist keine Steuerklasse des Shops hinterlegt.',
    'Ergänzen Sie taxClasses um „{rate}“.',
    'No tax class of the shop is set for the rate {rate} % of {sku}.',
    'Add “{rate}” to taxClasses.',
  ],
  TAX_MISSING_WITHOUT_VAT_ID: [
    'Bestellung {order} nach {country} wurde ohne Steuer berechnet, nennt aber keine Firma mit USt-IdNr.',
    'Klären Sie die Besteuerung; erfassen Sie die Auftragsbestätigung von Hand.',
    'Order {order} to {country} was charged without tax but names no company with a VAT id.',
    'Clarify the taxation; enter the order confirmation by hand.',
  ],
  TAX_RATE_NOT_ALLOWED: [
    'Der Shop hat bei Bestellung {order} {rates} % Steuer berechnet; das ist für {where} nicht vorgesehen.',
    'Prüfen Sie die Steuereinstellungen des Shops und klären Sie die Bestellung von Hand.',
    'The shop charged {rates} % tax on order {order}, which is not allowed for {where}.',
    'Check the shop’s tax settings and settle the order by hand.',
  ],
  TAX_RATE_UNCLEAR: [
    'Bei Bestellung {order} ist der Steuersatz von „{item}“ nicht eindeutig ({rates}).',
    'Prüfen Sie die Steuereinstellungen des Shops und erfassen Sie die Auftragsbestätigung von Hand.',
    'The tax rate of “{item}” in order {order} is not clear ({rates}).',
    'Check the shop’s tax settings and enter the order confirmation by hand.',
  ],
  TOTALS_DIFFER: [
    'Die Auftragsbestätigung zu Bestellung {order} ergäbe {salesOrder} statt {charged}.',
    'Es wurde nichts angelegt. Erfassen Sie sie von Hand.',
    'The order confirmation of order {order} would come to {salesOrder} instead of {charged}.',
    'Nothing was made. Enter it by hand.',
  ],
  VAT_DIFFERS: [
    'Bei Bestellung {order} weicht die Steuer zu {rate} % ab: Shop {charged}, Rechnungsprogramm {salesOrder}.',
    'Prüfen Sie die Steuereinstellungen des Shops und erfassen Sie die Auftragsbestätigung von Hand.',
    'The tax at {rate} % of order {order} differs: shop {charged}, invoicing system {salesOrder}.',
    'Check the shop’s tax settings and enter the order confirmation by hand.',
  ],
} as const satisfies Readonly<Record<string, Entry>>;

export type ProblemCode = keyof typeof entries;
export const problemCodes = Object.keys(entries) as readonly ProblemCode[];

/** The words of a code, filled. An unknown code is shown as it is: silence would be worse. */
export function problemWords(code: string, data: Readonly<Record<string, string>> = {}): ProblemWords {
  const [textDe, remedyDe, textEn, remedyEn] = isProblemCode(code) ? entries[code] : ([code, '', code, ''] as const);
  return { text: { de: fill(textDe, data), en: fill(textEn, data) }, remedy: { de: fill(remedyDe, data), en: fill(remedyEn, data) } };
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(entries, code);
}

function fill(text: string, data: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_match, name: string) => data[name] ?? '–');
}
