import { z } from 'zod';

/** The action result of a POST: the id is all that is used of it. */
export const madeWire = z.object({ id: z.string().min(1) });
