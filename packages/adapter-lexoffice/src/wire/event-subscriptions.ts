import { z } from 'zod';

/** `GET /v1/event-subscriptions` (sheet 1.3, 8.1): a list without paging fields. */
export const subscriptionsWire = z.object({ content: z.array(z.object({ eventType: z.string(), callbackUrl: z.string() })) });
export type Subscriptions = z.infer<typeof subscriptionsWire>;
