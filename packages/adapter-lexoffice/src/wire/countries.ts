import { z } from 'zod';

/** `GET /v1/countries` (sheet 7.9): a bare list of the state today. */
export const countriesWire = z.array(z.object({ countryCode: z.string().min(1), taxClassification: z.string().nullish() }));
export type WireCountry = z.infer<typeof countriesWire>[number];
