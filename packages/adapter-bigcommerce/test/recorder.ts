import type { Fetch } from '@megzo/adapter-kit';
import { type Answered, type Asked, answerFaults, requestFaults, sheetCallOf } from './sheet-schemas/index.ts';

export interface Recorder {
  readonly through: (store: Fetch) => Fetch;
  /** Sentences about exchanges that do not fit the sheet. */
  readonly faults: readonly string[];
  /** Documented calls that were made, with the statuses that answered them. */
  readonly seen: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Stands between the adapter and a store, and holds both to the fact sheet. */
export function createRecorder(): Recorder {
  const faults: string[] = [];
  const seen = new Map<string, Set<number>>();

  async function check(request: Request, response: Response): Promise<void> {
    const url = new URL(request.url);
    const path = url.pathname.replace('/stores/abc123', '');
    const asked: Asked = { method: request.method, path, query: url.searchParams, headers: request.headers, body: await request.text() };
    const answered: Answered = { status: response.status, headers: response.headers, body: await response.text() };
    const said = (fault: string): string => `${asked.method} ${path} ${asked.body} → ${answered.status}: ${fault}`;
    faults.push(...[...requestFaults(asked), ...answerFaults(asked, answered)].map(said));
    const call = sheetCallOf(asked.method, path);
    const key = `${asked.method} ${call?.path ?? path}`;
    seen.set(key, (seen.get(key) ?? new Set()).add(answered.status));
  }

  return {
    faults,
    seen,
    through: (store) => async (request) => {
      const copy = request.clone() as Request;
      const response = await store(request);
      await check(copy, response.clone() as Response);
      return response;
    },
  };
}
