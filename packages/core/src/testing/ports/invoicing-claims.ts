import { canonicalJson } from '../../kernel/canonical-json.ts';
import { dayIn } from '../../kernel/instant.ts';
import { decimal, sameAmount, sumOf } from '../../money/decimal.ts';
import type { InvoicingPort } from '../../ports/invoicing.ts';
import { equal, isTrue } from '../checks.ts';
import { seededRandom } from '../random.ts';
import { amountsOfArticle, amountsOfTotals, areAmounts, randomDraft } from './amounts.ts';
import { contactDraft, contactsOf, documentsOf, draftOf, type InvoicingBench, markerOf } from './invoicing-benches.ts';
import { type PortClaim, type PortClaims, type StartWorld, startBench } from './port-claim.ts';
import type { InvoicingWorld } from './port-world.ts';
import { personalCanary } from './setting.ts';

type Start = StartWorld<InvoicingWorld>;

function claimsOf(
  start: Start,
  area: string,
  claims: readonly (readonly [string, (bench: InvoicingBench) => Promise<void>])[],
): PortClaims {
  return {
    area,
    claims: claims.map(([says, holds]): PortClaim => ({ says, holds: () => holds(startBench<InvoicingPort, InvoicingWorld>(start)) })),
  };
}

export function accountClaims(start: Start): PortClaims {
  return claimsOf(start, 'the account', [
    [
      'has one id, whoever asks',
      async ({ port, call, done, world }) => {
        const { accountId, countries } = await done(port.settings(call()));
        isTrue(accountId !== '', 'the account has an id');
        equal((await done(world.connect().check(call()))).accountId, accountId, 'account of the check');
        isTrue(Object.values(countries).includes('home'), 'it knows its own country');
      },
    ],
    ['has a vendor in kebab-case', async ({ port }) => isTrue(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(port.vendor), 'vendor is kebab-case')],
  ]);
}

export function articleClaims(start: Start): PortClaims {
  return claimsOf(start, 'articles', [
    [
      'are undefined where there are none, or no longer',
      async ({ port, call, done, world }) => {
        const id = world.office.makeArticle({ number: 'ONE', title: 'Eine Ware', gross: decimal('11.9') });
        world.office.deleteArticle(id);
        equal(await done(port.articles.read(world.missingId, call())), undefined, 'an article that never was');
        equal(await done(port.articles.read(id, call())), undefined, 'an article that was deleted');
      },
    ],
    [
      'say the same in the list and alone, with what a person entered',
      async ({ port, call, done, world, now, pass }) => {
        const id = world.office.makeArticle({ number: 'ONE', title: 'Eine Ware', gross: decimal('17.9') });
        await pass(5_000);
        world.office.editArticle(id, { note: 'Bestand: 12' });
        const [listed] = (await done(port.articles.changed({ since: now() - 60_000 }, call()))).items;
        const read = await done(port.articles.read(id, call()));

        equal(read, listed, 'article');
        equal([read?.number, read?.title, read?.note, read?.archived], ['ONE', 'Eine Ware', 'Bestand: 12', false], 'what was entered');
        if (read === undefined) return;
        areAmounts(amountsOfArticle(read), 'prices');
        isTrue(sameAmount(read.price.gross, decimal('17.9')), 'the gross price is the one entered');
        isTrue(read.updatedAt > now() - 5_000, 'an edit moves `updatedAt`');
      },
    ],
  ]);
}

export function salesOrderClaims(start: Start): PortClaims {
  return claimsOf(start, 'sales orders', [
    [
      'stand there with the totals that were told beforehand, to the cent',
      async ({ port, call, done, effectCall, world, setting, now }) => {
        const random = seededRandom(setting.seed);
        for (let number = 1; number <= 40; number++) {
          const draft = randomDraft(random, dayIn('Europe/Berlin', now()));
          const told = port.salesOrders.totals(draft);

          const { id } = await done(port.salesOrders.send(draft, effectCall(markerOf(number))));

          const back = await done(port.salesOrders.read(id, call()));
          areAmounts(amountsOfTotals(told), 'totals');
          equal(canonicalJson(back?.totals), canonicalJson(told), 'totals read back');
          equal(world.office.salesOrders().find((order) => order.id === id)?.gross, told.gross, 'gross that stands there');
          isTrue(sameAmount(sumOf([told.net, told.tax]), told.gross), 'net and tax make the gross');
          isTrue(sameAmount(sumOf(told.byRate.map((row) => row.gross)), told.gross), 'the rates make the gross');
        }
      },
    ],
    [
      'have totals that are pure: the same for every instance, and no request',
      async (bench) => {
        const draft = draftOf(bench, 1);
        const left = bench.watch();
        equal(bench.world.connect().salesOrders.totals(draft), bench.port.salesOrders.totals(draft), 'totals');
        equal(left(), [], 'requests');
      },
    ],
    [
      'are undefined where there are none, or no longer',
      async (bench) => {
        const { port, call, done, effectCall, world } = bench;
        const { id } = await done(port.salesOrders.send(draftOf(bench, 1), effectCall(markerOf(1))));
        world.office.deleteSalesOrder(id);
        equal(await done(port.salesOrders.read(world.missingId, call())), undefined, 'one that never was');
        equal(await done(port.salesOrders.read(id, call())), undefined, 'one that was deleted');
      },
    ],
    [
      'are final, and have a link of their own',
      async (bench) => {
        const { port, call, done, effectCall, now } = bench;
        const at = now();
        const { id } = await done(port.salesOrders.send(draftOf(bench, 1), effectCall(markerOf(1))));
        const back = await done(port.salesOrders.read(id, call()));
        equal([back?.id, back?.state], [id, 'open'], 'id and state');
        isTrue(Math.abs((back?.createdAt ?? 0) - at) < 5_000, '`createdAt` is the time of the request');
        isTrue(new URL(port.salesOrders.link(id)).href.includes(id), 'the link holds the id');
      },
    ],
    [
      'are found under their marker in the remark, too',
      async (bench) => {
        const { port, call, done, effectCall, now, pass } = bench;
        const { find, settleMs, timeoutMs } = port.salesOrders;
        if (find === undefined) return;
        const draft = { ...draftOf(bench, 1), markerPlace: 'remark', remark: 'Danke & bis bald' } as const;
        const from = now();
        const made = await done(port.salesOrders.send(draft, effectCall(markerOf(1))));
        await pass(timeoutMs + settleMs);
        equal(await done(find({ marker: markerOf(1), draft, from, to: now() }, call())), { marked: [made], alike: [] }, 'found');
      },
    ],
    [
      'hold their marker in a text that is read back, wherever it was put',
      async (bench) => {
        const { port, call, done, effectCall } = bench;
        for (const [number, markerPlace] of (['text-line', 'remark'] as const).entries()) {
          const draft = { ...draftOf(bench, number + 1), markerPlace };
          const { id } = await done(port.salesOrders.send(draft, effectCall(markerOf(number + 1))));
          const back = await done(port.salesOrders.read(id, call()));
          isTrue(back?.texts.some((text) => text.includes(markerOf(number + 1))) === true, `the texts hold it (${markerPlace})`);
        }
      },
    ],
    [
      'are found in one pass as each look would find them, but for what is accounted for',
      async (bench) => {
        const { port, call, done, effectCall, now, pass, watch } = bench;
        const { sweep, settleMs, timeoutMs } = port.salesOrders;
        if (sweep === undefined) return;
        const from = now();
        const made: { id: string }[] = [];
        for (const number of [1, 2, 3]) {
          made.push(await done(port.salesOrders.send(draftOf(bench, number), effectCall(markerOf(number)))));
          await pass(1_000);
        }
        await pass(timeoutMs + settleMs);
        // In another order than they were made in; the last was never sent.
        const sent = [2, 1, 3, 4].map((number) => ({ marker: markerOf(number), draft: draftOf(bench, number), from, to: now() }));
        const lookAt = (known: readonly string[]) =>
          done(sweep(sent, { ...call(), known: async (ids) => new Set(ids.filter((id) => known.includes(id))) }));
        const left = watch();

        const all = await lookAt([]);
        const rest = await lookAt([made[0]?.id ?? '']);

        isTrue(
          left().every((kind) => kind === 'read'),
          'looking only reads',
        );
        const alone = (...places: readonly number[]) => places.map((place) => ({ marked: [made[place]], alike: [] }));
        equal(all.found, [...alone(1, 0, 2), { marked: [], alike: [] }], 'found');
        equal(
          all.read.map((one) => one.made),
          made,
          'read, oldest first',
        );
        for (const [place, { texts }] of all.read.entries()) {
          isTrue(
            texts.some((text) => text.includes(markerOf(place + 1))),
            'the texts hold the marker',
          );
        }
        equal(rest.found, [...alone(1), { marked: [], alike: [] }, ...alone(2), { marked: [], alike: [] }], 'found beside what is known');
        equal(
          rest.read.map((one) => one.made),
          made.slice(1),
          'read beside what is known',
        );
      },
    ],
    [
      'name the fields that a rule may write',
      async ({ port }) => {
        const paths = port.salesOrders.fields.map(({ path }) => path);
        isTrue(paths.length > 0, 'there are fields');
        equal(new Set(paths).size, paths.length, 'distinct paths');
      },
    ],
  ]);
}

export function documentClaims(start: Start): PortClaims {
  return claimsOf(start, 'documents', [
    [
      'say the same in the list and alone, and follow what people do',
      async ({ port, call, done, world, now, pass }) => {
        const since = now();
        const id = world.office.makeInvoice({ gross: decimal('119'), name: personalCanary });
        await pass(5_000);
        const [head] = (await done(documentsOf(port).changed({ since }, call()))).items;
        const open = await done(documentsOf(port).read(id, call()));
        world.office.payInvoice(id);
        const paid = await done(documentsOf(port).read(id, call()));

        equal({ ...open, ...head }, open, 'the head within the document');
        equal([open?.id, open?.kind, open?.state, paid?.state], [id, 'invoice', 'open', 'paid'], 'id, kind and states');
        areAmounts([head?.totalGross, open?.totalGross], 'totals');
        isTrue(open !== undefined && sameAmount(open.totalGross, decimal('119')), 'the total is the one entered');
        isTrue((paid?.updatedAt ?? 0) > (open?.updatedAt ?? 0), 'a payment moves `updatedAt`');
      },
    ],
    [
      'show our sales orders under the id that placing them gave',
      async (bench) => {
        const { port, call, done, effectCall, pass } = bench;
        const { id } = await done(port.salesOrders.send(draftOf(bench, 1), effectCall(markerOf(1))));
        await pass(5_000);
        const read = await done(documentsOf(port).read(id, call()));
        equal([read?.id, read?.kind], [id, 'sales-order'], 'id and kind');
        isTrue(read?.texts.some((text) => text.includes(markerOf(1))) === true, 'its texts hold the marker');
      },
    ],
    [
      'are undefined where there are none',
      async ({ port, call, done, world }) => equal(await done(documentsOf(port).read(world.missingId, call())), undefined, 'document'),
    ],
    [
      'are fetched as a file with bytes, a type and a name, the same every time',
      async ({ port, call, done, world }) => {
        const id = world.office.makeInvoice({ gross: decimal('119'), name: personalCanary });
        const file = await done(documentsOf(port).fetch({ id, kind: 'invoice' }, call()));
        isTrue(file.bytes.byteLength > 0, 'there are bytes');
        isTrue(/^[a-z]+\/[a-z0-9.+-]+$/.test(file.type) && file.name !== '', 'it has a type without parameters, and a name');
        equal(await done(documentsOf(port).fetch({ id, kind: 'invoice' }, call())), file, 'file');
      },
    ],
  ]);
}

export function contactClaims(start: Start): PortClaims {
  return claimsOf(start, 'contacts', [
    [
      'match by an e-mail address that is equal to the letter, and by nothing less',
      async ({ port, call, done, effectCall, pass }) => {
        const contacts = contactsOf(port);
        const draft = contactDraft(1);
        const { id } = await done(contacts.send(draft, effectCall('')));
        await pass(contacts.visibleAfterMs);
        equal(await done(contacts.match(draft, call())), [{ id, by: 'email' }], 'matches');
        equal(await done(contacts.match({ ...draft, email: `x${draft.email}` }, call())), [], 'matches of a longer address');
        equal(await done(contacts.match({ ...draft, email: draft.email?.slice(1) ?? '' }, call())), [], 'matches of a shorter address');
        equal(await done(contacts.match({ ...contactDraft(2), company: draft.company ?? '' }, call())), [], 'matches of the name alone');
      },
    ],
    [
      'can be named in a sales order as soon as they are visible',
      async (bench) => {
        const { port, call, done, effectCall, pass } = bench;
        const contacts = contactsOf(port);
        const { id: contactId } = await done(contacts.send(contactDraft(1), effectCall('')));
        await pass(contacts.visibleAfterMs);
        const draft = { ...draftOf(bench, 1), recipient: { kind: 'contact', contactId, address: contactDraft(1).address } } as const;
        const { id } = await done(port.salesOrders.send(draft, effectCall(markerOf(1))));
        equal((await done(port.salesOrders.read(id, call())))?.totals.gross, port.salesOrders.totals(draft).gross, 'gross');
      },
    ],
  ]);
}
