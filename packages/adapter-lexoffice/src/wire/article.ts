import { wireDecimal, wireInstant } from '@megzo/adapter-kit';
import { type Article, type ArticlePrice, addVat, stripVat } from '@megzo/core';
import { z } from 'zod';

const priceWire = z
  .object({
    netPrice: wireDecimal.nullish(),
    grossPrice: wireDecimal.nullish(),
    leadingPrice: z.enum(['NET', 'GROSS']),
    taxRate: wireDecimal,
  })
  // Only the leading side is the merchant's; the other one is computed to the cent, by the vendor or, where it is missing, here.
  .transform(({ leadingPrice, netPrice, grossPrice, taxRate }, context): ArticlePrice => {
    if (leadingPrice === 'NET' && netPrice != null) {
      const gross = grossPrice ?? addVat(netPrice, taxRate, { places: 2 });
      return { leading: 'net', net: netPrice, gross, currency: 'EUR', taxRate };
    }
    if (leadingPrice === 'GROSS' && grossPrice != null) {
      const net = netPrice ?? stripVat(grossPrice, taxRate, { places: 2 });
      return { leading: 'gross', net, gross: grossPrice, currency: 'EUR', taxRate };
    }
    context.addIssue({ code: 'custom', message: 'the leading price is missing', path: ['leadingPrice'] });
    return z.NEVER;
  });

/** An article as `GET /v1/articles` and `GET /v1/articles/{id}` give it (sheet 2.1), the fields we use. */
export const articleWire = z
  .object({
    id: z.string().min(1),
    title: z.string(),
    description: z.string().nullish(),
    type: z.enum(['PRODUCT', 'SERVICE']),
    articleNumber: z.string().nullish(),
    gtin: z.string().nullish(),
    note: z.string().nullish(),
    unitName: z.string().nullish(),
    price: priceWire,
    archived: z.boolean().nullish(),
    updatedDate: wireInstant,
  })
  .transform(
    (wire): Article => ({
      id: wire.id,
      ...present('number', wire.articleNumber?.trim()),
      ...present('gtin', wire.gtin?.trim()),
      title: wire.title,
      ...present('description', wire.description),
      ...present('note', wire.note),
      kind: wire.type === 'PRODUCT' ? 'product' : 'service',
      unit: wire.unitName ?? '',
      price: wire.price,
      archived: wire.archived ?? false,
      updatedAt: wire.updatedDate,
    }),
  );

/** Rows stay unread here, so that one strange article does not cost the page. */
export const articlePageWire = z.object({
  content: z.array(z.unknown()),
  totalPages: z.number(),
  totalElements: z.number(),
});
export type ArticlePage = z.infer<typeof articlePageWire>;

/** The vendor writes an absent text as null, as an empty text, or not at all. */
function present<K extends string>(key: K, value: string | null | undefined): { readonly [P in K]?: string } {
  return (value == null || value === '' ? {} : { [key]: value }) as { readonly [P in K]?: string };
}
