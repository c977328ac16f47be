import { z } from 'zod';

const emails = z.array(z.string()).nullish();

/** A contact as `GET /v1/contacts` gives it (sheet 3.1), the fields that a match needs. */
export const contactWire = z.object({
  id: z.string().min(1),
  roles: z.object({ customer: z.object({ number: z.number().nullish() }).nullish() }).nullish(),
  company: z
    .object({
      vatRegistrationId: z.string().nullish(),
      allowTaxFreeInvoices: z.boolean().nullish(),
      contactPersons: z.array(z.object({ emailAddress: z.string().nullish() })).nullish(),
    })
    .nullish(),
  person: z.object({}).nullish(),
  emailAddresses: z.object({ business: emails, office: emails, private: emails, other: emails }).nullish(),
  archived: z.boolean().nullish(),
});
export type WireContact = z.infer<typeof contactWire>;

export const contactPageWire = z.object({ content: z.array(contactWire), totalPages: z.number() });
export type ContactPage = z.infer<typeof contactPageWire>;
