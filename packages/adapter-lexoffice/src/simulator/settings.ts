import type { TaxRounding } from './totals.ts';

/** Milliseconds, or a span from which one value is drawn each time. */
export type Lag = number | readonly [fromMs: number, toMs: number];

export interface Numbering {
  readonly prefix: string;
  /** The number that the next document gets. */
  next: number;
}

export interface WebhookSettings {
  /** Chance that a delivery is made twice. */
  duplicateChance: number;
  /** Whether due deliveries go out in random order. */
  reorder: boolean;
  /** Read timeout of the vendor (8.3); an answer that takes longer on the clock counts as none. */
  timeoutMs: number;
  /** The vendor takes HTTPS only; a demo on loopback may switch this off. */
  httpsOnly: boolean;
  /** Unknown 12.9: whether our own API calls raise events. */
  ownChanges: boolean;
  /** Unknown 12.9: whether a change of status raises `.changed` beside `.status.changed`. */
  changedWithStatus: boolean;
}

/** What can differ between accounts, days and readings of the sheet. All of it may be changed while the simulator runs. */
export interface LexofficeSettings {
  /** Unknown 12.4: tax is rounded once per rate, or on each line. */
  taxRounding: TaxRounding;
  /** 1.5: token bucket over all endpoints. */
  rateLimit: { readonly capacity: number; readonly perSecond: number } | 'off';
  /** 3.2: how long a new contact cannot be read or referenced. */
  contactLagMs: Lag;
  /** 4.9, unknown 12.3: how far the voucher list is behind. */
  listLagMs: Lag;
  /** 7.9: the countries that the list names; a short list makes a world cheaper to read. */
  countries: 'all' | readonly string[];
  /** 1.3: the smallest page that the article list serves; 1 switches the floor off. */
  pageFloor: number;
  /** 3.2: a contact made within this time after another one meets the number race; 0 switches it off. */
  contactNumberRaceMs: number;
  /** Unknown 12.13. */
  articleCreatedStatus: 200 | 201;
  /** Unknown 12.7. */
  articleLimits: { readonly title: number; readonly description: number; readonly note: number; readonly articleNumber: number };
  /** Unknown 12.7: samples have two decimals; more are refused. */
  articlePriceDecimals: number;
  /** Unknown 12.5: coupon lines. */
  negativeAmounts: 'refuse' | 'accept';
  /** Unknown 12.5: free lines. */
  zeroPriceLines: 'refuse' | 'accept';
  /** Unknown 12.6. */
  zeroDiscountSuppressesDefault: boolean;
  /** Unknown 12.8: archived articles and contacts named in a new document. */
  archivedReferences: 'refuse' | 'accept';
  /** Unknown 12.8: what the voucher list shows where `archived` is not asked for. */
  listedByDefault: 'active' | 'all';
  /** Unknown 12.10: whether an order confirmation shows the invoice made from it. The other direction is measured. */
  predecessorShowsSuccessor: boolean;
  /** Unknown 12.10: a person makes a second invoice from the same order confirmation. */
  pursueTwice: 'refuse' | 'accept';
  /** Unknown 12.11: who may receive a distance sale. */
  distanceSalesRecipient: 'contact' | 'anyone';
  /** Unknown 12.11: what the contact of a tax-free supply must carry. */
  intraCommunityNeeds: { readonly vatId: boolean; readonly allowTaxFreeInvoices: boolean };
  /** Unknown 12.11: whether the country class of the recipient must fit a vat-free type. */
  taxTypeNeedsCountryClass: boolean;
  /** Pitfall 14: a `vatfree` document of an organisation that is not tax exempt. */
  vatfreeForTaxedOrganization: 'refuse' | 'accept';
  /** 4.4, inferred: PRODUCT only as `material`, SERVICE only as `service`. */
  lineTypeFollowsArticle: boolean;
  /** 5.1: "an unspecified error" for documents without payment data. */
  paymentsUnsupportedStatus: 406 | 404 | 500;
  /** 1.6: a prefix that does not exist was measured as 404 and is documented as 403. */
  unknownPrefixStatus: 404 | 403;
  /** 5: e-invoicing of the account: finalised net invoices to companies with a VAT id become ZUGFeRD. */
  zugferd: boolean;
  /** 1.6: the account has a contract problem: every call is 402. */
  contractProblem: boolean;
  /** 1.1: what the key may not do, such as `order-confirmations:write`. */
  denied: string[];
  webhooks: WebhookSettings;
}

export type SettingsInput = Partial<Omit<LexofficeSettings, 'webhooks'>> & { readonly webhooks?: Partial<WebhookSettings> };

export function settingsOf({ webhooks, ...input }: SettingsInput): LexofficeSettings {
  return {
    taxRounding: 'per-rate',
    rateLimit: { capacity: 4, perSecond: 2 },
    contactLagMs: 500,
    listLagMs: 1000,
    countries: 'all',
    pageFloor: 25,
    contactNumberRaceMs: 0,
    articleCreatedStatus: 201,
    articleLimits: { title: 255, description: 2000, note: 2000, articleNumber: 255 },
    articlePriceDecimals: 2,
    negativeAmounts: 'refuse',
    zeroPriceLines: 'refuse',
    zeroDiscountSuppressesDefault: false,
    archivedReferences: 'refuse',
    listedByDefault: 'active',
    predecessorShowsSuccessor: false,
    pursueTwice: 'accept',
    distanceSalesRecipient: 'contact',
    intraCommunityNeeds: { vatId: true, allowTaxFreeInvoices: true },
    taxTypeNeedsCountryClass: true,
    vatfreeForTaxedOrganization: 'refuse',
    lineTypeFollowsArticle: true,
    paymentsUnsupportedStatus: 406,
    unknownPrefixStatus: 404,
    zugferd: false,
    contractProblem: false,
    denied: [],
    ...input,
    webhooks: {
      duplicateChance: 0,
      reorder: false,
      timeoutMs: 5000,
      httpsOnly: true,
      ownChanges: true,
      changedWithStatus: true,
      ...webhooks,
    },
  };
}
