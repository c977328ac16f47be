import { Amount } from './amount.ts';
import { type ArticleOffice, articleOffice } from './back-office-articles.ts';
import { type ContactOffice, contactOffice } from './back-office-contacts.ts';
import { type DocumentOffice, documentOffice } from './back-office-documents.ts';
import type { DocumentKind } from './document-kinds.ts';
import { emit } from './events.ts';
import { putVoucher } from './files.ts';
import { takeToken } from './gate.ts';
import { profileOf } from './profile.ts';
import type { BookkeepingVoucher, PaymentConditionRecord, ProfileRecord } from './records.ts';
import { type DefaultTexts, newId, now, type State } from './state.ts';

export interface EnteredVoucher extends Pick<BookkeepingVoucher, 'type' | 'status' | 'number' | 'contactName'> {
  /** Gross, as a decimal text such as `12.50`. */
  readonly total: string;
}

/** What the organisation's settings page and its other software do. */
export interface OrganizationOffice {
  editProfile(change: Partial<ProfileRecord>): void;
  setDefaultTexts(kind: DocumentKind, texts: Partial<DefaultTexts>): void;
  setPaymentConditions(conditions: readonly PaymentConditionRecord[]): void;
  addKey(apiKey: string): void;
  /** Takes every event subscription with it (1.1). */
  invalidateKey(apiKey: string): void;
  /** Calls of another integration, which share the bucket (1.5); answers how many passed. */
  useRateLimit(calls: number): number;
  /** A bookkeeping voucher, as the bank feed or an upload makes it. */
  bookVoucher(voucher: EnteredVoucher): BookkeepingVoucher;
}

/** Everything that people do by hand in the app. Changes made here raise events like any other. */
export type BackOffice = ArticleOffice & ContactOffice & DocumentOffice & OrganizationOffice;

export function createBackOffice(state: State): BackOffice {
  return { ...articleOffice(state), ...contactOffice(state), ...documentOffice(state), ...organizationOffice(state) };
}

function organizationOffice(state: State): OrganizationOffice {
  return {
    editProfile: (change) => {
      const merged = { ...state.profile, ...change };
      state.profile = profileOf(merged, { random: state.world.random, now: now(state) });
    },
    setDefaultTexts: (kind, texts) => {
      state.defaultTexts[kind] = { ...state.defaultTexts[kind], ...texts };
    },
    setPaymentConditions: (conditions) => {
      state.paymentConditions = conditions;
    },
    addKey: (apiKey) => {
      state.apiKeys.add(apiKey);
    },
    invalidateKey: (apiKey) => {
      if (!state.apiKeys.delete(apiKey)) throw new Error('there is no such key');
      emit(state, 'token.revoked', { resourceId: state.profile.connectionId, by: 'person' });
      state.subscriptions.clear();
    },
    useRateLimit: (calls) => Array.from({ length: calls }, () => takeToken(state)).filter((passed) => passed).length,
    bookVoucher: ({ total, ...entered }) => {
      const at = now(state);
      const dates = { voucherDateAt: at, createdAt: at, updatedAt: at };
      const voucher: BookkeepingVoucher = { ...entered, ...dates, id: newId(state), total: new Amount(total), fileIds: [] };
      putVoucher(state, voucher);
      emit(state, 'voucher.created', { resourceId: voucher.id, by: 'person' });
      return voucher;
    },
  };
}
