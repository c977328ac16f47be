export type { BackOffice, EnteredVoucher, OrganizationOffice } from './back-office.ts';
export type { ArticleOffice, EnteredArticle, EnteredPrice } from './back-office-articles.ts';
export type { ContactOffice, EnteredContact, EnteredDefaults } from './back-office-contacts.ts';
export type { DocumentOffice, EditedTexts, Paid, PursueOptions } from './back-office-documents.ts';
export { retryLadderMs } from './deliveries.ts';
export type { DeliveryAttempt } from './delivery-records.ts';
export type { DocumentKind } from './document-kinds.ts';
export type {
  ArticleRecord,
  ContactRecord,
  DocumentLine,
  PaymentItem,
  ProfileRecord,
  SalesDocument,
  SubscriptionRecord,
} from './records.ts';
export type { Lag, LexofficeSettings, SettingsInput, WebhookSettings } from './settings.ts';
export { createLexofficeSimulator, type LexofficeSimulator, type LexofficeSimulatorOptions, type Seed } from './simulator.ts';
