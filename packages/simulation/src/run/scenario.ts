import type { BigcommerceSimulatorOptions } from '@megzo/adapter-bigcommerce/simulator';
import type { LexofficeSimulatorOptions } from '@megzo/adapter-lexoffice/simulator';
import type { PairOptions } from '@megzo/core';
import type { Random } from '@megzo/core/testing';
import type { FaultName } from '../line/fault-catalogue.ts';
import type { ActName } from '../world/people.ts';

/** What a kind of bad day is made of. Shares are percent. */
export interface Scenario {
  readonly name: string;
  /** One sentence for `--help` and the pages. */
  readonly about: string;
  /** Processes that run the pair, each at its own pace. */
  readonly workers: number;
  /** Runs of each process before the line is quiet again, one of these. */
  readonly beats: readonly number[];
  readonly beatMs: number;
  /** How often people do what, as weights, and how many acts a day has at the least and at the most. */
  readonly acts: Readonly<Partial<Record<ActName, number>>>;
  /** Of 100 such points so many are met by an edit of an order, a moment later. */
  readonly editsAt?: { readonly what: RegExp; readonly share: number };
  /** How long the list of orders lags, drawn anew for every act; as the shop is set where absent. */
  readonly orderLagsMs?: readonly number[];
  /** Others want all of the pace of the books until so long after the line is quiet, ms; calls never wait where absent. */
  readonly crowdedMs?: number;
  /** How soon a lost answer is looked for at the latest, ms. */
  readonly looksWithinMs?: number;
  readonly actsMin: number;
  readonly actsMax: number;
  /** Of 100 requests so many are struck, by one of these faults; `only` narrows it to some endpoints. */
  readonly strikes: { readonly share: number; readonly faults: readonly FaultName[]; readonly only?: RegExp };
  /** Of 1 000 transactions so many fail; none where absent. */
  readonly storeFaults?: number;
  /** Of 100 processes so many die at one of their first `killsWithin` points. */
  readonly kills: number;
  readonly killsWithin: number;
  /** Of 100 such points so many kill, as long as no more than three processes died. */
  readonly killsAt?: { readonly what: RegExp; readonly share: number };
  /** Of 100 runs so many are paused somewhere, for longer than a lease. */
  readonly pauses: number;
  /** Of 100 such points so many pause, three times a day at the most. */
  readonly pausesAt?: { readonly what: RegExp; readonly share: number };
  /** How long a pause lasts at the least and at the most, ms. */
  readonly pauseMs: readonly [number, number];
  /** Clocks of processes differ by up to this, ms. */
  readonly skewMs: number;
  /** All clocks jump back by up to this at some time, ms. */
  readonly jumpBackMs: number;
  /** All clocks are put forward by up to this at some time, ms; by more than the vendor's horizon has to spare, nothing is promised. */
  readonly jumpForwardMs?: number;
  readonly latenciesMs: readonly number[];
  readonly orderPageSize: number;
  /** `wake`: webhooks are delivered and wake the processes; `lost`: every one is lost on the way. */
  readonly hooks: 'none' | 'wake' | 'lost';
  /** An older copy of the database, or an empty one, takes the place of the newest in the middle of the day. */
  readonly restores: boolean;
  readonly begins: readonly number[];
  /** Of 100 shoppers so many are companies, and so many live abroad. */
  readonly companies: number;
  /** Of 100 documents so many are made with another price than was sent. */
  readonly misprices: number;
  /** The cutover, ms after the beginning; long before where absent. */
  readonly cutoverMs?: number;
  readonly pair: Partial<PairOptions>;
  readonly books: (random: Random) => LexofficeSimulatorOptions['settings'];
  readonly shop: (random: Random) => BigcommerceSimulatorOptions['settings'];
}
