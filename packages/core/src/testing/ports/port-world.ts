import type { ListingRef } from '../../model/listing.ts';
import type { DecimalText } from '../../money/decimal.ts';
import type { ChannelPort } from '../../ports/channel.ts';
import type { InvoicingPort } from '../../ports/invoicing.ts';
import type { PortFault } from './port-fault.ts';

/** A request as it left for the vendor, whatever came of it. */
export interface RequestSeen {
  /** A write has an effect, or may have one. */
  readonly kind: 'read' | 'write';
}

/** One account at a simulated vendor, in a setting that the suite gave. */
export interface PortWorld<Port> {
  /** A new instance of the port for the account, as another process would have it. */
  connect(): Port;
  /** Everything that left, oldest first. */
  requests(): readonly RequestSeen[];
  /** From now on this befalls every request of the kind, until `heal`. */
  inject(fault: PortFault, kind: RequestSeen['kind']): void;
  heal(): void;
  /** Most rows of one page of a list. */
  readonly pageSize: number;
  /** An id of the vendor's own form under which nothing stands. */
  readonly missingId: string;
}

export interface ChannelWorld extends PortWorld<ChannelPort> {
  readonly shop: ShopDesk;
}

/** What shoppers do in a shop, and people in its control panel. All of it happens at once. */
export interface ShopDesk {
  /** Places an order of a consumer at home and answers its id. */
  placeOrder(order: PlacedOrder): string;
  payOrder(id: string): void;
  /** The quantity of the first line. */
  editOrder(id: string, quantity: number): void;
  shipOrder(id: string): void;
  cancelOrder(id: string): void;
  /** What the shopper was charged. */
  totalOf(id: string): DecimalText;
  /** Gives the money for one unit of the first line back, and answers the refund's id. */
  refundOrder(id: string): string;
  /** How many marks of ours stand on an order. */
  marksOn(id: string): number;
  /** How many shipments of an order have this tracking number. */
  shipmentsOn(id: string, awb: string): number;
  /** How many documents have been told to an order. */
  documentsOn(id: string): number;
  /** Sells it from the shop's own side, tracked, with nothing on the shelf. */
  addListing(listing: { readonly sku: string; readonly name: string }): ListingRef;
  renameListing(ref: ListingRef, name: string): void;
  removeListing(ref: ListingRef): void;
  /** What is sold under a SKU; several where the shop allows it. */
  listed(sku: string): readonly { readonly name: string; readonly price: DecimalText }[];
  /** A tax class of 19 %. */
  readonly taxClass: number;
  /** A customer writes on an order. Absent where the channel has no messages. */
  writeMessage?(id: string, text: string): void;
  /** Somebody makes a list of prices and gets its id. Absent, as what follows, where the channel has no price lists. */
  addPriceList?(name: string): Promise<string>;
  /** A price that stands in a list. */
  listPrice?(list: string, ref: ListingRef, currency: string): Promise<DecimalText | undefined>;
  /** Units that could be sold now. Absent where stock cannot be moved. */
  onShelf?(ref: ListingRef): number;
}

export interface PlacedOrder {
  /** Prices are gross, per unit, to the cent. */
  readonly lines: readonly { readonly sku: string; readonly name: string; readonly quantity: number; readonly unitGross: DecimalText }[];
  readonly shippingGross?: DecimalText;
  /** Name of the shopper. */
  readonly lastName: string;
  /** The money is there; `true` where absent. */
  readonly paid?: boolean;
}

export interface InvoicingWorld extends PortWorld<InvoicingPort> {
  readonly office: OfficeDesk;
}

/** What people do in an invoicing system by hand. All of it happens at once. */
export interface OfficeDesk {
  makeArticle(article: { readonly number: string; readonly title: string; readonly gross: DecimalText }): string;
  /** A note or a price leaves an article where it stands in the list; a title may move it. */
  editArticle(id: string, change: { readonly title?: string; readonly note?: string; readonly gross?: DecimalText }): void;
  deleteArticle(id: string): void;
  /** Every sales order that stands there, oldest first. */
  salesOrders(): readonly { readonly id: string; readonly gross: DecimalText }[];
  /** A person takes out the line or the text that holds the marker. */
  removeMarker(id: string): void;
  deleteSalesOrder(id: string): void;
  /** A person writes a final invoice; answers its id, as the port names it. */
  makeInvoice(invoice: { readonly gross: DecimalText; readonly name: string }): string;
  payInvoice(id: string): void;
  /** How many customers have this e-mail address. */
  contactsOf(email: string): number;
}
