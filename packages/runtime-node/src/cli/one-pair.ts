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
export function onePair({ merchants }: Pick<Config, 'merchants'>, given: string | undefined, command = 'the command'): OnePair {
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

/** A pair as it runs, or as it is named. */
interface Named {
  readonly merchant: { readonly id: string };
  readonly pair: { readonly id: string };
}

/** Which pairs are meant: the one that is named, or all. */
export function pairsMeant(config: Pick<Config, 'merchants'>, given: string | undefined): (one: Named) => boolean {
  if (given === undefined) return () => true;
  const { merchant, pair } = onePair(config, given);
  return (one) => one.merchant.id === merchant.id && one.pair.id === pair;
}

/** A configured pair as it runs. */
export function runningPair<Pair extends Named>(pairs: readonly Pair[], { merchant, pair }: OnePair): Pair {
  const running = pairs.find((one) => one.merchant.id === merchant.id && one.pair.id === pair);
  if (running === undefined) throw new Error(`pair ${merchant.id}/${pair} is configured but does not run`);
  return running;
}
