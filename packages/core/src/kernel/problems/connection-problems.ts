import type { ProblemEntry } from './problem-entry.ts';

/** Accounts, lines and settings of a whole pair. */
export const connectionProblems = {
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
  PRICE_MODE_CHANGED: [
    'Der Shop hat zwischen Brutto- und Nettopreisen gewechselt. Artikel werden nicht veröffentlicht.',
    'Stellen Sie den Shop zurück, oder richten Sie das Paar neu ein, wenn der Wechsel gewollt ist.',
    'The shop has changed between gross and net prices. Articles are not published.',
    'Change the shop back, or set up the pair anew if the change is meant.',
  ],
  CONNECTION_WEBHOOKS_MISSING: [
    '{connection}: Der Anbieter meldet Änderungen nicht von selbst ({code}); sie werden erst beim nächsten Abgleich gefunden.',
    'Prüfen Sie, ob der Dienst unter seiner öffentlichen Adresse erreichbar ist (https, Port 443) und der Zugang Webhooks erlaubt. Es wird täglich neu versucht.',
    '{connection}: the vendor does not announce changes ({code}); they are found at the next heartbeat only.',
    'Check that the service can be reached at its public address (https, port 443) and that the credentials allow webhooks. It is tried again every day.',
  ],
} as const satisfies Readonly<Record<string, ProblemEntry>>;
