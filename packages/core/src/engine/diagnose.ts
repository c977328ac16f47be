import type { PairRun } from '../effects/pair-run.ts';
import type { Answer } from '../kernel/answer.ts';
import type { Diagnosis, Finding } from '../ports/call.ts';
import { connectionWords } from './connection-words.ts';
import type { PairParts } from './open-run.ts';
import type { PairDiagnosis, SideDiagnosis } from './pair-handle.ts';

/** Asks both sides how they are and holds the answers against what the pair is pinned to. Writes nothing outside. */
export async function diagnose(parts: PairParts, call: PairRun['call']): Promise<PairDiagnosis> {
  const invoicing = sideOf(await parts.invoicing.check(call('invoicing', 'order')), parts.connections.invoicing);
  const channel = sideOf(await parts.channel.check(call('channel', 'order')), parts.connections.channel);
  const settings = channel.reached ? await parts.channel.settings(call('channel', 'order')) : undefined;
  const row = await parts.store.transaction(parts.merchant, (tx) => tx.pairs.read(parts.pair));
  const findings: Finding[] = [];
  const pinned = [
    { side: 'invoicing', reached: invoicing, account: row?.invoicingAccount },
    { side: 'channel', reached: channel, account: row?.channelAccount },
  ] as const;
  for (const { side, reached, account } of pinned) {
    if (account === undefined || !reached.reached) continue;
    findings.push(
      account === reached.accountId
        ? { level: 'ok', about: `${parts.connections[side]} is the account this pair began with` }
        : {
            level: 'failure',
            about: `${parts.connections[side]} belongs to another account than the one this pair began with`,
            remedy: 'Enter the credentials of the original account, or set up a new pair.',
          },
    );
  }
  if (settings?.status === 'done') {
    const { currency, pricesIncludeTax, stockLeavesAt } = settings.value;
    findings.push(
      currency === 'EUR'
        ? { level: 'ok', about: 'the store keeps its prices in EUR' }
        : { level: 'failure', about: `the store keeps its prices in ${currency}`, remedy: 'Listings need a store in EUR.' },
      { level: 'ok', about: pricesIncludeTax ? 'store prices include tax' : 'store prices are without tax' },
    );
    if (row?.pricesIncludeTax !== undefined && row.pricesIncludeTax !== pricesIncludeTax) {
      findings.push({
        level: 'failure',
        about: 'the store changed between gross and net prices',
        remedy: 'Change it back, or set up the pair anew.',
      });
    }
    if (stockLeavesAt === 'order-shipped') {
      findings.push({
        level: 'warning',
        about: 'the store subtracts stock only when an order ships',
        remedy: 'Set it to subtract when an order is placed; until then sold units show until our next write.',
      });
    }
  }
  if (parts.settings.flows.listings && Object.keys(parts.settings.taxClasses).length === 0) {
    findings.push({ level: 'failure', about: 'no tax classes are set', remedy: 'Set taxClasses: nothing is listed without them.' });
  }
  if (channel.reached) findings.push(...(await taxClassFindings(parts, call)));
  const { source } = parts.settings.stock ?? {};
  const counted = source === undefined ? undefined : sideOf(await source.check(call('source', 'stock')), parts.connections.source);
  return { invoicing, channel, ...(counted === undefined ? {} : { source: counted }), findings };
}

/** Tax classes that the configuration names and the shop does not have. */
async function taxClassFindings(parts: PairParts, call: PairRun['call']): Promise<readonly Finding[]> {
  const { taxClasses } = parts.channel.listings ?? {};
  const named = Object.entries(parts.settings.taxClasses);
  if (taxClasses === undefined || named.length === 0) return [];
  const classes = await taxClasses(call('channel', 'order'));
  if (classes.status !== 'done') return [];
  const known = new Map(classes.value.map(({ id, name }) => [id, name]));
  return named.map(([rate, id]) =>
    known.has(id)
      ? { level: 'ok', about: `tax class ${id} for ${rate} % is the shop’s “${known.get(id) ?? ''}”` }
      : {
          level: 'failure',
          about: `tax class ${id} for ${rate} % does not exist in the shop`,
          remedy: `Use one of ${[...known].map(([key, name]) => `${key} (${name})`).join(', ')}.`,
        },
  );
}

function sideOf(answer: Answer<Diagnosis>, connection: string): SideDiagnosis {
  return answer.status === 'done' ? { reached: true, ...answer.value } : { reached: false, ...connectionWords(answer.error, connection) };
}
