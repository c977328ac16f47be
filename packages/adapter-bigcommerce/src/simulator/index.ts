export type { Cart, CartCoupon, CartLine, CartPayment } from './cart.ts';
export type { MetafieldRecord, Tracking } from './catalog-records.ts';
export { OutOfStock } from './checkout.ts';
export { type DeliveryReport, type HookFetch, RETRY_LADDER_SECONDS } from './hook-delivery.ts';
export type { HookRecord } from './hook-records.ts';
export type { OrderEdit } from './order-edit.ts';
export type { Address, LineRecord, OrderRecord, RefundRecord, ShipmentRecord } from './order-records.ts';
export {
  type AppliedDiscount,
  applyDiscounts,
  type Cost,
  costOf,
  type DiscountAsk,
  type PricingLine,
  priceLine,
  priceOrder,
  type TaxMode,
} from './pricing.ts';
export type { RefundAsk, RefundItemAsk } from './refund-make.ts';
export type { ProductSeed, Seed, SeededProduct } from './seed.ts';
export type { BigcommerceSettings } from './settings.ts';
export type { ShipmentAsk } from './shipments.ts';
export { type BigcommerceSimulator, type BigcommerceSimulatorOptions, createBigcommerceSimulator } from './simulator.ts';
export type { Storefront } from './storefront.ts';
export type { ProductState, StockState, Views } from './views.ts';
