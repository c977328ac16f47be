export { advance, type EffectEvent, type EffectRules, type EffectState, type ParkReason, parkReasons } from './effects/advance.ts';
export { defaultPool, type FlowStats } from './effects/pair-run.ts';
export type { RatesAdded } from './engine/add-rates.ts';
export type { BackfillOptions, BackfillReport } from './engine/backfill.ts';
export type { RuleCheck } from './engine/check-rule-set.ts';
export { createEngine, type Engine } from './engine/create-engine.ts';
export type { ExplainedWrite } from './engine/explain-article.ts';
export type { FieldChange } from './engine/field-diff.ts';
export type { Decided, DeskDecision, OrderDesk, OrderEntry, OrderFile, Refusal } from './engine/order-desk.ts';
export type {
  Applied,
  PairDiagnosis,
  PairHandle,
  PairOptions,
  Plan,
  SideDiagnosis,
  SyncOptions,
  SyncProgress,
} from './engine/pair-handle.ts';
export type { PreviewedListing, PreviewedListings } from './engine/preview-listings.ts';
export type { PreviewedStock, PreviewedStocks } from './engine/preview-stock.ts';
export type { OpenProblem, ProblemDesk, Settlement } from './engine/problem-desk.ts';
export type { ExplainedOrder, Replayed, ReplayedOrder, ReplayOptions } from './engine/recorded-orders.ts';
export {
  type CallCount,
  type FailureReport,
  type FlowName,
  type FlowReport,
  flowNames,
  type Language,
  type PairReport,
  type ProblemReport,
  type StockRequests,
} from './engine/report.ts';
export {
  type Activated,
  type RuleBook,
  type RuleCheckRecord,
  type RuleVersion,
  type RuleVersionContent,
  ruleFlows,
  type Saved,
} from './engine/rule-book.ts';
export type { StockAdvice, StockAdviceAsked, StockBound } from './engine/stock-advice.ts';
export type { StockDesk, StockEntryGiven, StockShown } from './engine/stock-desk.ts';
export type { Subscribed } from './engine/subscribe.ts';
export { lastWholeRun, type WholeRun } from './engine/wake.ts';
export {
  type Answer,
  done,
  mapAnswer,
  type Outcome,
  type Row,
  rejected,
  retryable,
} from './kernel/answer.ts';
export { assertNever } from './kernel/assert-never.ts';
export { canonicalJson, contentHash, type Json } from './kernel/canonical-json.ts';
export {
  type ConnectionId,
  connectionId,
  type EffectKey,
  effectKey,
  type MerchantId,
  merchantId,
  type PairId,
  pairId,
  type Sku,
  sku,
  skuKey,
} from './kernel/ids.ts';
export { type Day, dayIn, type Instant } from './kernel/instant.ts';
export { isProblemCode, type ProblemCode, type ProblemWords, problemCodes, problemWords, type Words } from './kernel/problem-catalogue.ts';
export { isSettledByWord } from './kernel/settled-by-word.ts';
export { type ErrorCode, errorCodes, isAccountError, isSyncError, type SafeDetails, SyncError } from './kernel/sync-error.ts';
export type { ListingPlanItem } from './listings/plan-listings.ts';
export { checkRules } from './mapping/check-rules.ts';
export { type CompiledRules, type CompileRules, compileRules, createRuleCompiler, recompute } from './mapping/compile-rules.ts';
export { defaultRules, type PairRules } from './mapping/default-rules.ts';
export type { Explanation, RuleExplanation, StepExplanation } from './mapping/explain.ts';
export { type ReadRules, readRuleSet } from './mapping/read-rule-set.ts';
export { articleRecord, channelRecord, chargeRecord, lineRecord, orderRecord } from './mapping/records.ts';
export { type RuleFault, type RuleFaultCode, ruleFaultCodes } from './mapping/rule-fault.ts';
export { type BlockFields, type PublishedFields, type RuleFields, ruleFields } from './mapping/rule-fields.ts';
export type { Mapped } from './mapping/rule-program.ts';
export { ruleSetSchema } from './mapping/rule-schema.ts';
export { type BlockName, type MappingRule, type RuleFlow, RuleSet, type RulesOf } from './mapping/rule-set.ts';
export type { MappingStep } from './mapping/rule-step.ts';
export { rulesText } from './mapping/rules-text.ts';
export type { LentTransforms, MappingRecord, RefusalReason, RuleSurroundings } from './mapping/value.ts';
export type { Article, ArticlePrice } from './model/article.ts';
export type {
  ChannelSettings,
  FieldGroup,
  Listing,
  ListingChange,
  ListingDraft,
  ListingRef,
  ListPrice,
  PriceList,
  TaxClass,
} from './model/listing.ts';
export {
  type ChannelOrder,
  type LineQuantity,
  type OrderCharge,
  type OrderHead,
  type OrderLine,
  type OrderMark,
  type OrderMessage,
  type OrderPayment,
  type OrderPeople,
  type OrderStatus,
  orderStatuses,
  type PostalAddress,
} from './model/order.ts';
export type { RefundFact, RefundItem } from './model/refund.ts';
export {
  type DocumentFile,
  type DocumentNotice,
  type DocumentPayment,
  type SalesDocument,
  type SalesDocumentHead,
  type SalesDocumentKind,
  type SalesDocumentState,
  salesDocumentKinds,
} from './model/sales-document.ts';
export {
  type ContactDraft,
  type ContactMatch,
  type CountryClass,
  type InvoicingSettings,
  type PricedLine,
  type RateTotals,
  type Recipient,
  type RecipientAddress,
  type SalesOrder,
  type SalesOrderDraft,
  type SalesOrderLine,
  type TaxTreatment,
  type TextLine,
  type Totals,
  taxTreatmentKinds,
} from './model/sales-order.ts';
export type { ShipmentNotice } from './model/shipment.ts';
export type {
  BufferPolicy,
  BufferTier,
  PlacedBuffer,
  ReturnsPolicy,
  RowError,
  ShelfLevel,
  Span,
  StockCount,
  StockMove,
} from './model/stock.ts';
export { allocate, roundToSum } from './money/allocate.ts';
export {
  amountShown,
  type DecimalText,
  decimal,
  decimalText,
  Exact,
  exact,
  isZero,
  parseDecimal,
  sameAmount,
  sumOf,
} from './money/decimal.ts';
export {
  convertAmount,
  ExchangeRate,
  type FoundRate,
  type RateQuestion,
  type RateTable,
  rateDaysMax,
  rateTable,
} from './money/exchange-rate.ts';
export { type MinistryRates, type RateRowError, readMinistryRates } from './money/ministry-rates.ts';
export { addMoney, type CurrencyCode, type Money, money } from './money/money.ts';
export { type RoundingMode, round } from './money/rounding.ts';
export { divideRounded, fromUnits, placesOf, toUnits } from './money/units.ts';
export { addVat, stripVat, type VatRounding, vatInGross } from './money/vat.ts';
export { type VatRatesFrom, type VatRateTable, vatRateFault, vatRatesOn } from './money/vat-rates.ts';
export type { OrderAudit } from './orders/audit-orders.ts';
export type { BackfillCount } from './orders/backfill-orders.ts';
export type { BooksRate } from './orders/charged-cents.ts';
export type { OrderChoice } from './orders/decide-order.ts';
export type { ExplainedField, ExplainedRule, ExplainedSalesOrder } from './orders/explain-sales-order.ts';
export type { ExplainedItem, ExplainedRate, TotalsExplanation } from './orders/explain-totals.ts';
export {
  type Call,
  type ChangeSource,
  type Connected,
  type Diagnosis,
  type EffectCall,
  type Finding,
  type Page,
  type Priority,
  priorities,
  type RawWebhook,
  type RecordSource,
  type Scan,
  type WakeUp,
  type Webhooks,
} from './ports/call.ts';
export {
  type ArticleSnapshot,
  type Binding,
  type Bindings,
  bindingStates,
  type ShelfIndex,
  type SnapshotRow,
  type StockBinding,
} from './ports/catalog-records.ts';
export {
  type ChannelPort,
  type ListingTarget,
  listingKey,
  type MarkTarget,
  type OrderSource,
  type PriceTarget,
  type StockTarget,
} from './ports/channel.ts';
export {
  type DeliveryState,
  deliveryStates,
  type EffectClaim,
  type EffectIntent,
  type EffectKind,
  type EffectLedger,
  type EffectProgress,
  type EffectRow,
  type Evidence,
  effectKinds,
} from './ports/effect-ledger.ts';
export type { EffectPort, Found, Sent, SweepCall, Swept } from './ports/effect-port.ts';
export type { Clock, Environment, IdSource, Log } from './ports/environment.ts';
export { type FieldSpec, type FieldType, fieldTypes } from './ports/field-spec.ts';
export { type Inbox, type NotedReason, type Reason, type ReasonKind, reasonKinds } from './ports/inbox.ts';
export type { ContactTarget, DocumentSource, InvoicingPort, SalesOrderLimits, SalesOrderTarget } from './ports/invoicing.ts';
export {
  type OrderRecord,
  type OrderRecords,
  type OrderRevision,
  type OrderState,
  orderStates,
} from './ports/order-records.ts';
export type { LimitSeen, Pace, RateBudget } from './ports/rate-budget.ts';
export type { ExchangeRates, StoredRate } from './ports/rate-records.ts';
export type { RuleActivation, RuleSetHead, RuleSets, StoredRuleSet } from './ports/rule-records.ts';
export {
  type StockBooking,
  type StockEvent,
  type StockEventKind,
  type StockHolding,
  type StockJournal,
  type StockLevel,
  type StockMovement,
  type StockPlace,
  stockEventKinds,
} from './ports/stock-journal.ts';
export type { CountFromArticle, FigureInArticle, SourcedCount, StockSourcePort } from './ports/stock-source.ts';
export type {
  Audit,
  AuditEntry,
  Cursors,
  Directory,
  DuePair,
  Explanations,
  PairRow,
  Pairs,
  PersonalData,
  PersonVault,
  PlanItemRow,
  PlanRow,
  Plans,
  Problem,
  Problems,
  Runs,
  Store,
  Tx,
} from './ports/store.ts';
export { type AdviceAsked, adviceWords, adviseBuffer, type BufferAdvice, type ChannelDemand } from './stock/advise-buffer.ts';
export { type Buffered, type BufferPlace, bufferFaults, bufferFor } from './stock/buffer.ts';
export type { NoteFinding, PatternCheck } from './stock/check-pattern.ts';
export { countInNote, type NoteOptions } from './stock/count-in-note.ts';
export { readCountInstant } from './stock/count-time.ts';
export type { Entered, StockEntry } from './stock/enter-stock.ts';
export { bookEvent, unknownLevel } from './stock/fold-stock.ts';
export { type ImportChange, type ImportReport, importRowsMax, type StockImport } from './stock/import-counts.ts';
export type { CountedFile, ImportFault, ImportRow } from './stock/import-rows.ts';
export { notePatternFault } from './stock/note-pattern.ts';
export { demandQuantile, oversellProbability, type SharedShelf, worstOversell } from './stock/oversell-odds.ts';
export { type FigureFault, readFigure } from './stock/read-figure.ts';
export type { RebuildReport, StockDrift } from './stock/rebuild-stock.ts';
export { returnChoices } from './stock/returns-policy.ts';
export { type ShownStock, statedBound } from './stock/stated-bound.ts';
export { type StockFaultCode, stockFaultCodes, stockFaultWords } from './stock/stock-faults.ts';
export { isNamedByItself } from './stock/stock-item.ts';
