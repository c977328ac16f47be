import type { Words } from '../kernel/problem-catalogue.ts';
import { worstOversell } from './oversell-odds.ts';

export interface ChannelDemand {
  /** The pair that feeds the channel. */
  readonly channel: string;
  /** Units per hour, such as the 95th percentile of the hours seen. */
  readonly perHour: number;
}

export interface AdviceAsked {
  /** All channels that sell from the pool. */
  readonly channels: readonly ChannelDemand[];
  /** From a sale until the other channels show it, such as the 99th percentile of our own runs, ms. */
  readonly windowMs: number;
  /** The merchant's limit: in how many of such windows more may be sold than is there, above 0 and below 1. */
  readonly limit: number;
}

export interface BufferAdvice extends AdviceAsked {
  /** The smallest buffer that keeps the limit, whatever the stock. */
  readonly units: number;
  /** With that buffer, at the stock where it is likeliest. */
  readonly probability: number;
  /** The same without a buffer. */
  readonly unbuffered: number;
}

const hourMs = 3_600_000;
/** Units per channel and window beyond which no buffer helps: the window must become shorter. */
export const demandMax = 400;
const limitMin = 1e-9;

/** Throws RangeError for figures that no shop has; its message says which. */
export function adviseBuffer(asked: AdviceAsked): BufferAdvice {
  const { channels, windowMs, limit } = asked;
  if (!(limit >= limitMin && limit < 1)) throw new RangeError(`the limit must be from ${limitMin} to below 1; it is ${limit}`);
  if (!(windowMs >= 0 && windowMs <= 24 * hourMs)) throw new RangeError(`the window must be from 0 to 24 hours; it is ${windowMs} ms`);
  const demands = channels.map(({ channel, perHour }) => {
    const demand = (perHour * windowMs) / hourMs;
    if (!(perHour >= 0)) throw new RangeError(`sales per hour must not be negative; ${channel} has ${perHour}`);
    if (demand > demandMax) {
      throw new RangeError(
        `${channel} sells ${Math.round(demand)} units before the others know: no buffer helps beyond ${demandMax}, shorten the window`,
      );
    }
    return demand;
  });
  const keeps = (buffer: number): boolean => worstOversell(buffer, demands).probability <= limit;
  let [low, high] = [-1, 1];
  // More buffer never makes it likelier, so halving finds the smallest one.
  while (!keeps(high)) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (keeps(middle)) high = middle;
    else low = middle;
  }
  return {
    ...asked,
    units: high,
    probability: worstOversell(high, demands).probability,
    unbuffered: worstOversell(0, demands).probability,
  };
}

/** The advice in one sentence with the numbers that it was made from. */
export function adviceWords(advice: BufferAdvice): Words {
  const { channels, units, limit, probability, unbuffered } = advice;
  if (channels.length < 2) {
    return {
      de: 'Auf einem einzigen Kanal verkauft niemand dieselbe Ware ein zweites Mal: Dafür braucht es keinen Puffer.',
      en: 'On a single channel nobody sells the same goods a second time: no buffer is needed for that.',
    };
  }
  const window = windowWords(advice.windowMs);
  const rates = rateWords(channels);
  const odds = (share: number): Words => {
    if (share === 0) return { de: 'keinem', en: 'none' };
    const times = roundedDown(1 / share);
    return { de: `1 von ${number(times, 'de')}`, en: `1 of ${number(times, 'en')}` };
  };
  return {
    de: `Bei ${rates.de} und ${window.de}, bis die anderen Kanäle es wissen, hält ein Puffer von ${number(units, 'de')} Stück die Grenze von ${odds(limit).de} Zeiträumen ein: zu viel verkauft wird in ${odds(probability).de}, ohne Puffer in ${odds(unbuffered).de}.`,
    en: `At ${rates.en} and ${window.en} until the other channels know, a buffer of ${number(units, 'en')} keeps the limit of ${odds(limit).en} such windows: too much is sold in ${odds(probability).en}, without a buffer in ${odds(unbuffered).en}.`,
  };
}

function rateWords(channels: readonly ChannelDemand[]): Words {
  const [first] = channels;
  if (first !== undefined && channels.every(({ perHour }) => perHour === first.perHour)) {
    const one = first.perHour === 1;
    return {
      de: `${number(first.perHour, 'de')} ${one ? 'Verkauf' : 'Verkäufen'} je Stunde und Kanal`,
      en: `${number(first.perHour, 'en')} ${one ? 'sale' : 'sales'} per hour and channel`,
    };
  }
  const list = (language: 'de' | 'en'): string =>
    channels.map(({ channel, perHour }) => `${number(perHour, language)} (${channel})`).join(language === 'de' ? ' und ' : ' and ');
  return { de: `${list('de')} Verkäufen je Stunde`, en: `${list('en')} sales per hour` };
}

function windowWords(windowMs: number): Words {
  const [amount, de, en] =
    windowMs < 120_000 ? [windowMs / 1_000, ['Sekunde', 'Sekunden'], 'second'] : [windowMs / 60_000, ['Minute', 'Minuten'], 'minute'];
  const isOne = number(amount, 'en') === '1';
  return { de: `${number(amount, 'de')} ${isOne ? de[0] : de[1]}`, en: `${number(amount, 'en')} ${isOne ? en : `${en}s`}` };
}

/** To two digits: the third says nothing about an estimate. Down: it may happen sooner, never later, than said. */
function roundedDown(times: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return Math.max(1, Math.floor(times / unit) * unit);
}

function number(value: number, language: 'de' | 'en'): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
}
