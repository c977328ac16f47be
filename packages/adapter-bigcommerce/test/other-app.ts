import { parseJson } from '@megzo/adapter-kit';
import { z } from 'zod';
import type { BigcommerceSimulator } from '../src/simulator/index.ts';

export interface OtherApp {
  /** Makes a price list and answers its id. */
  makePriceList(name: string): Promise<string>;
  /** Prices of a list as variant, currency and amount; of one variant and currency where asked. */
  pricesOn(
    list: string,
    of?: { readonly variant: string; readonly currency: string },
  ): Promise<readonly (readonly [string, string, string])[]>;
}

const madeWire = z.object({ data: z.object({ id: z.int() }) });
const amount = z.union([z.int(), z.string()]).transform(String);
const recordsWire = z.object({ data: z.array(z.object({ variant_id: z.int(), currency: z.string(), price: amount })) });

/** Another app of the store, which keeps price lists. */
export function otherApp(simulator: Pick<BigcommerceSimulator, 'handler'>, token = 'token'): OtherApp {
  async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = { 'x-auth-token': token, accept: 'application/json', 'content-type': 'application/json' };
    const response = await simulator.handler(new Request(`https://api.example/stores/abc123${path}`, { ...init, headers }));
    return parseJson(await response.text());
  }

  return {
    makePriceList: async (name) =>
      String(madeWire.parse(await ask('/v3/pricelists', { method: 'POST', body: JSON.stringify({ name }) })).data.id),
    pricesOn: async (list, of) => {
      const filter = of === undefined ? '' : `?variant_id:in=${of.variant}&currency=${of.currency}`;
      const { data } = recordsWire.parse(await ask(`/v3/pricelists/${list}/records${filter}`));
      return data.map((record) => [String(record.variant_id), record.currency, record.price] as const);
    },
  };
}
