import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { serve, systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';

/*
 * Goal: a first sync needs memory for a page, not for a catalog. Method: `megzo sync --once` as a process of its own, over
 * loopback to simulated vendors in this one, once with a tenth of the data and once with all of it; its peak memory is what
 * the operating system says.
 */

const { values } = parseArgs({ options: { articles: { type: 'string', default: '5000' }, orders: { type: 'string', default: '2000' } } });
const articles = Number(values.articles);
const orders = Number(values.orders);
const program = fileURLToPath(new URL('../../runtime-node/dist/main.js', import.meta.url));

interface Run {
  readonly articles: number;
  readonly orders: number;
  readonly seconds: number;
  readonly peakMiB: number;
  readonly placed: number;
  readonly listed: number;
  readonly report: {
    readonly ok: boolean;
    readonly pairs: readonly { readonly flows: readonly Record<string, unknown>[]; readonly calls: unknown }[];
  };
}

/** Fast enough that the machine is the limit, not the vendors' pace. */
const generous = { budget: { perSecond: 2000, burst: 2000 } };

async function run(size: { readonly articles: number; readonly orders: number }): Promise<Run> {
  const world = systemWorld(1);
  const books = createLexofficeSimulator({ world, apiKey: 'books-key', settings: { rateLimit: 'off', contactLagMs: 0, listLagMs: 0 } });
  const shop = createBigcommerceSimulator({ world, storeHash: 'abc123', accessToken: 'shop-token', settings: { quota: 'off' } });
  books.seed.articles(
    Array.from({ length: size.articles }, (_, index) => ({
      title: `Artikel ${index}`,
      articleNumber: `A-${index}`,
      price: { gross: `${(index % 90) + 1}.90` },
      taxRate: index % 3 === 0 ? 7 : 19,
      note: 'Bestand: 100000',
    })),
  );
  for (let index = 0; index < size.articles; index += 1) {
    shop.seed.product({
      name: `Artikel ${index}`,
      sku: `A-${index}`,
      price: `${(index % 90) + 1}.90`,
      stock: 100_000,
      taxClassId: index % 3 === 0 ? 2 : 1,
    });
  }
  for (let index = 0; index < size.orders; index += 1) {
    const line = (step: number): { sku: string; quantity: number } => ({
      sku: `A-${(index * step) % size.articles}`,
      quantity: 1 + (index % 4),
    });
    shop.storefront.placeOrder({ lines: index % 2 === 0 ? [line(7)] : [line(7), line(13)], shipping: [{ cost: '4.90' }] });
  }
  const [booksServer, shopServer] = await Promise.all([serve(books.handler), serve(shop.handler)]);
  const folder = mkdtempSync(join(tmpdir(), 'megzo-scale-'));
  const config = configuration(booksServer.url, shopServer.url);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const startedAt = Date.now();
  const { output, peakMiB } = await syncOnce(folder);
  await Promise.all([booksServer.close(), shopServer.close()]);
  rmSync(folder, { recursive: true, force: true });
  return {
    ...size,
    seconds: Math.round((Date.now() - startedAt) / 1000),
    peakMiB,
    placed: books.orderConfirmations.length,
    listed: shop.products().length,
    report: JSON.parse(output) as Run['report'],
  };
}

function configuration(booksUrl: string, shopUrl: string): object {
  return {
    merchants: [
      {
        id: 'acme',
        name: 'Acme GmbH',
        timeZone: 'Europe/Berlin',
        language: 'en',
        connections: [
          { id: 'acme-books', adapter: 'lexoffice', options: { apiKey: 'books-key', baseUrl: booksUrl }, ...generous },
          {
            id: 'acme-shop',
            adapter: 'bigcommerce',
            options: { storeHash: 'abc123', accessToken: 'shop-token', baseUrl: shopUrl },
            ...generous,
          },
        ],
        pairs: [
          {
            id: 'acme-main',
            invoicing: 'acme-books',
            channel: 'acme-shop',
            payments: [],
            ordersFrom: '2020-01-01T00:00:00+01:00',
            flows: { listings: true, stock: true, orders: true },
            taxClasses: { '19': 1, '7': 2, '0': 3 },
            adoptExisting: 'by-sku',
            stock: { count: { from: 'article-note', pattern: 'Bestand: {count}' }, buffer: { kind: 'fixed', units: 2 } },
          },
        ],
      },
    ],
  };
}

/** Runs the command line as a user would and reads its peak memory while it lives. */
function syncOnce(folder: string): Promise<{ readonly output: string; readonly peakMiB: number }> {
  const child = spawn(process.execPath, [program, 'sync', '--once', '--json', '--config', join(folder, 'config.json')], {
    env: { PATH: process.env.PATH, MEGZO_DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let peakMiB = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
  });
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, peakOf(child.pid ?? 0));
  }, 50);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ output, peakMiB });
      else reject(new Error(`megzo sync ended with ${code}: ${output.slice(0, 2000)}`));
    });
  });
}

/** The high-water mark of the resident set, which the kernel keeps. */
function peakOf(pid: number): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(line?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

console.log('configuration of both runs:', JSON.stringify(configuration('<simulated lexoffice>', '<simulated BigCommerce>')));
console.log('simulators: no rate limit, no quota, no lag');
const tenth = await run({ articles: Math.ceil(articles / 10), orders: Math.ceil(orders / 10) });
const whole = await run({ articles, orders });
for (const { report, ...figures } of [tenth, whole]) {
  console.log(figures, report.ok ? 'ok' : 'FAILED', JSON.stringify(report.pairs[0]?.flows), JSON.stringify(report.pairs[0]?.calls));
}
const ratio = whole.peakMiB / tenth.peakMiB;
console.log(`peak memory ${tenth.peakMiB} MiB -> ${whole.peakMiB} MiB: ${ratio.toFixed(2)} × for 10 × the data (at most 1.3)`);
const complete = [tenth, whole].every((end) => end.report.ok && end.placed === end.orders);
process.exitCode = ratio <= 1.3 && complete ? 0 : 1;
