/** One handover to a courier, as it is announced on the channel's order. */
export interface ShipmentNotice {
  readonly order: string;
  /** The courier's number for it. */
  readonly awb: string;
  /** The courier's own tracking page. */
  readonly trackingUrl: string;
  readonly courier: string;
  /** Order lines and units in it. */
  readonly items: readonly { readonly line: string; readonly quantity: number }[];
}
