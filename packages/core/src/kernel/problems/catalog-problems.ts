import type { ProblemEntry } from './problem-entry.ts';

/** Articles, listings, prices and stock. */
export const catalogProblems = {
  ARTICLE_UNREADABLE: [
    'Der Artikel {id} lässt sich nicht mehr lesen; im Shop steht weiter sein letzter bekannter Stand.',
    'Öffnen und speichern Sie den Artikel im Rechnungsprogramm; er wird beim nächsten Abgleich wieder gelesen.',
    'Article {id} cannot be read any more; the shop keeps its last known state.',
    'Open and save the article in the invoicing system; it is read again at the next run.',
  ],
  ARTICLE_WITHOUT_NUMBER: [
    'Artikel „{article}“ hat keine Artikelnummer und kann im Shop nicht angelegt werden.',
    'Tragen Sie im Rechnungsprogramm eine Artikelnummer ein.',
    'Article “{article}” has no article number and cannot be listed in the shop.',
    'Enter an article number in the invoicing system.',
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
    'Die Zuordnungsregel für „{target}“ hat für diesen Datensatz keinen Wert.',
    'Ergänzen Sie den Wert am Datensatz oder ändern Sie die Regel.',
    'The mapping rule for “{target}” has no value for this record.',
    'Complete the record or change the rule.',
  ],
  PRICE_JUMPED: [
    'Der Preis von {sku} spränge von {last} auf {price}.',
    'Stimmt der Preis, ändern Sie ihn in zwei Schritten; sonst berichtigen Sie den Artikel.',
    'The price of {sku} would jump from {last} to {price}.',
    'If it is right, change it in two steps; otherwise correct the article.',
  ],
  PRICE_NOT_POSITIVE: [
    'Artikel {sku} hat den Preis {price}.',
    'Tragen Sie einen Preis ein.',
    'Article {sku} has the price {price}.',
    'Enter a price.',
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
  STOCK_BELOW_ZERO: [
    'Von {sku} wurden {units} Stück mehr versandt, als je gezählt wurden.',
    'Zählen Sie {sku} nach und tragen Sie den Bestand ein; bis dahin wird nichts davon angeboten.',
    '{units} more units of {sku} were shipped than were ever counted.',
    'Count {sku} and enter its stock; until then none of it is offered.',
  ],
  STOCK_COUNT_AMBIGUOUS: [
    'Der Bestand von {sku} wurde auf {figure} gesetzt, während {shipped} Stück versandt wurden. Es gilt vorerst der niedrigere Wert.',
    'Zählen Sie nach und tragen Sie den Bestand noch einmal ein.',
    'The stock of {sku} was set to {figure} while {shipped} units were shipped. The lower figure stands for now.',
    'Count again and enter the stock once more.',
  ],
  STOCK_NOTE_UNREADABLE: [
    'Die Bestandszeile in der Notiz von {sku} ist nicht lesbar.',
    'Schreiben Sie genau eine Zeile wie „Bestand: 12“, nur mit einer ganzen Zahl.',
    'The stock line in the note of {sku} cannot be read.',
    'Write exactly one line such as “Bestand: 12”, with a whole number only.',
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
} as const satisfies Readonly<Record<string, ProblemEntry>>;
