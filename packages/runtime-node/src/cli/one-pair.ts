import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config-file.ts';
import { choice } from './named.ts';

type Merchant = Config['merchants'][number];

export interface OnePair {
  readonly merchant: Merchant;
  readonly pair: string;
}

/**
 * The one pair that an argument names, as `PAIR` or `MERCHANT/PAIR`, or the only one there is. A name that two merchants gave is
 * refused: a word for the one must not be taken for the other.
 */
export function onePair({ merchants }: Pick<Config, 'merchants'>, given: string | undefined, command: string): OnePair {
  const all = merchants.flatMap((merchant) => merchant.pairs.map(({ id }) => ({ merchant, pair: id, full: `${merchant.id}/${id}` })));
  const named = given === undefined ? all : all.filter(({ pair, full }) => pair === given || full === given);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return { merchant: only.merchant, pair: only.pair };
  const known = named.map(({ full }) => full).join(', ');
  const fault =
    given === undefined
      ? `${command} needs --pair PAIR; known are ${known || 'none'}`
      : only === undefined
        ? `--pair ${given}: ${choice(
            given,
            all.map(({ pair }) => pair),
          )}`
        : `--pair ${given}: there are several of that name; name one as ${known}`;
  throw new ConfigError('The arguments cannot be used:', [fault]);
}
