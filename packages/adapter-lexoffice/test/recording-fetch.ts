import type { Handler } from '@megzo/adapter-kit/simulator';
import { answerFaults, type Exchange, requestFaults } from './sheet-schemas/check-exchange.ts';

export interface Recorder {
  readonly exchanges: readonly Exchange[];
  /** One sentence for each thing that the sheet does not know; none is how it should be. */
  readonly faults: readonly string[];
  /** Stands between the client and the vendor: what the client sends and what it gets are held against the sheet. */
  wire(vendor: Handler): Handler;
  /** For requests that are wrong by intent: their answers alone are held against the sheet. */
  wrong(vendor: Handler): Handler;
}

export function createRecorder(): Recorder {
  const exchanges: Exchange[] = [];
  const faults: string[] = [];
  const record =
    (vendor: Handler, check: (exchange: Exchange) => readonly string[]): Handler =>
    async (request) => {
      const sent = request.clone() as Request;
      const body = await (request.clone() as Request).text();
      const answer = await vendor(request);
      const exchange: Exchange = {
        method: sent.method,
        url: new URL(sent.url),
        headers: sent.headers,
        body,
        status: answer.status,
        answerHeaders: answer.headers,
        answer: await (answer.clone() as Response).text(),
      };
      exchanges.push(exchange);
      for (const fault of check(exchange)) faults.push(`${exchange.method} ${exchange.url.pathname}: ${fault}`);
      return answer;
    };
  return {
    exchanges,
    faults,
    wire: (vendor) => record(vendor, (exchange) => [...requestFaults(exchange), ...answerFaults(exchange)]),
    wrong: (vendor) => record(vendor, answerFaults),
  };
}
