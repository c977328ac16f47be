import type { Http } from '@megzo/adapter-kit';
import type { Answer, Call, TaxClass } from '@megzo/core';
import { readPages } from './v2-pages.ts';
import { taxClassesWire } from './wire/settings.ts';

/** Their rates belong to tax zones and are not told here. */
export function readTaxClasses(http: Http, call: Call): Promise<Answer<readonly TaxClass[]>> {
  return readPages(http, { path: '/v2/tax_classes' }, taxClassesWire, call);
}
