import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type FlashSale, type FlashSaleEnd, tellFlashSale } from './flash-sale.ts';

interface Share {
  readonly seeds: readonly number[];
  readonly sale: FlashSale;
}

/** Flash sales over all cores: each thread takes every n-th seed. */
export async function tellFlashSales(
  sale: FlashSale,
  { from, seeds, threads = availableParallelism() }: { readonly from: number; readonly seeds: number; readonly threads?: number },
): Promise<readonly FlashSaleEnd[]> {
  const all = Array.from({ length: seeds }, (_none, place) => from + place);
  const count = Math.min(threads, seeds);
  const parts = Array.from({ length: count }, (_none, thread) => all.filter((_seed, place) => place % count === thread));
  const ends = await Promise.all(
    parts.map(
      (part) =>
        new Promise<readonly FlashSaleEnd[]>((resolve, reject) => {
          const share: Share = { seeds: part, sale };
          const worker = new Worker(new URL(import.meta.url), { workerData: share });
          worker.on('message', resolve);
          worker.on('error', reject);
        }),
    ),
  );
  return ends.flat().toSorted((left, right) => left.seed - right.seed);
}

if (!isMainThread && parentPort !== null) {
  const { seeds, sale } = workerData as Share;
  const ends: FlashSaleEnd[] = [];
  for (const seed of seeds) ends.push(await tellFlashSale(seed, sale));
  parentPort.postMessage(ends);
}
