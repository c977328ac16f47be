import { wireInstant } from '@megzo/adapter-kit';
import { z } from 'zod';

/** `GET /v1/profile` (sheet 7.12). */
export const profileWire = z.object({
  organizationId: z.string().min(1),
  companyName: z.string().nullish(),
  taxType: z.string().nullish(),
  smallBusiness: z.boolean().nullish(),
  /** Of what is not documented: the organisation or the connection. */
  created: z.object({ date: wireInstant.nullish().catch(undefined) }).nullish(),
  /** Absent if never set. */
  distanceSalesPrinciple: z.string().nullish(),
  businessFeatures: z.array(z.string()).nullish(),
});
export type Profile = z.infer<typeof profileWire>;
