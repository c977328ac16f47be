import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { addBatches, type Batch, tellMany } from './batch.ts';
import { scenarioOf } from './scenarios.ts';

export interface ThreadedOptions {
  readonly from: number;
  readonly seeds: number;
  readonly scenario?: string;
  /** One per core where absent. */
  readonly threads?: number;
  readonly progress?: (done: number) => void;
}

interface Share {
  readonly from: number;
  readonly seeds: number;
  readonly stride: number;
  readonly scenario?: string;
}

/** Seeds over all cores: each thread takes every n-th. */
export async function tellOnThreads(options: ThreadedOptions): Promise<Batch> {
  const threads = Math.min(options.threads ?? availableParallelism(), options.seeds);
  const done = Array.from({ length: threads }, () => 0);
  const shares = done.map((_none, thread): Share => {
    const seeds = Math.floor((options.seeds - thread + threads - 1) / threads);
    return {
      from: options.from + thread,
      seeds,
      stride: threads,
      ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
    };
  });
  const batches = shares.map(
    (share, thread) =>
      new Promise<Batch>((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: share });
        worker.on('message', (message: { readonly done: number } | { readonly batch: Batch }) => {
          if ('batch' in message) resolve(message.batch);
          else {
            done[thread] = message.done;
            options.progress?.(done.reduce((total, one) => total + one, 0));
          }
        });
        worker.on('error', reject);
      }),
  );
  return addBatches(await Promise.all(batches));
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const { scenario, ...share } = workerData as Share;
  const progress = (done: number): void => {
    if (done % 50 === 0) port.postMessage({ done });
  };
  const batch = await tellMany({ ...share, progress, ...(scenario === undefined ? {} : { scenario: scenarioOf(scenario) }) });
  port.postMessage({ batch });
}
