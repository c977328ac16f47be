export interface HookRecord {
  readonly id: number;
  readonly clientId: string;
  scope: string;
  destination: string;
  headers: Readonly<Record<string, string>>;
  active: boolean;
  /** Switched off by the platform, not by its owner. */
  deactivated: boolean;
  readonly createdAt: number;
  updatedAt: number;
  /** The last successful delivery, or the creation: 90 quiet days switch a hook off (sheet 9.1). */
  activeAt: number;
}

export interface Delivery {
  readonly messageId: string;
  readonly hookId: number;
  readonly body: string;
  /** Attempts made so far; beyond the ladder the hook is switched off. */
  attempts: number;
  dueAt: number;
}

/** What one receiving domain did lately, per client id (sheet 9.2). */
export interface DomainHealth {
  windowStartedAt: number;
  requests: number;
  failures: number;
  blockedUntil: number;
  reasons: { failure_description: string; count: number; timestamp: number }[];
}

export interface DeliveryState {
  readonly hooks: Map<number, HookRecord>;
  queue: Delivery[];
  readonly domains: Map<string, DomainHealth>;
  /** Events that are gone for good, whoever was to blame. */
  lost: number;
  adminEmails: string[];
  /** When each hook last caused a 90001 notice: at most one per ten minutes. */
  readonly warnedAt: Map<number, number>;
}
