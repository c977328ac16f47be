import type { KeyObject } from 'node:crypto';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKeyPem: string;
}

/** One event on its way to one subscription. */
export interface Delivery {
  readonly subscriptionId: string;
  readonly eventType: string;
  readonly resourceId: string;
  readonly callbackUrl: string;
  /** Compact JSON, exactly as signed and sent. */
  readonly body: string;
  /** When the next try is due. */
  readonly dueAt: number;
  readonly attempts: number;
}

export interface DeliveryAttempt {
  readonly at: number;
  readonly subscriptionId: string;
  readonly eventType: string;
  readonly resourceId: string;
  /** `unreachable`: no answer at all; `timeout`: one that came too late. */
  readonly answered: number | 'unreachable' | 'unknown-host' | 'timeout';
  readonly outcome: 'delivered' | 'again' | 'given-up' | 'subscription-deleted';
}
