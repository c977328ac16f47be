import type { EffectCall } from '../../ports/call.ts';
import { equal, isTrue } from '../checks.ts';
import { type EffectBench, effectOf } from './effect-bench.ts';
import { type Bench, type PortClaim, type PortClaims, startBench } from './port-claim.ts';
import { faultFacts, type PortFault, portFaults } from './port-fault.ts';
import type { PortWorld } from './port-world.ts';

/** What every effect promises, whatever it makes. */
export function effectClaims<Port, World extends PortWorld<Port>, Draft, Made>(effect: EffectBench<Port, World, Draft, Made>): PortClaims {
  type B = Bench<Port, World>;
  const port = (bench: B) => effectOf(effect, bench.port);
  const first = async (bench: B): Promise<{ draft: Draft; marker: string }> => {
    const draft = await effect.draft(bench, 1);
    return { draft, marker: effect.marker(draft, 1) };
  };
  /** Looks when a look proves something. */
  const look = async (bench: B, { draft, marker }: { draft: Draft; marker: string }, from: number) => {
    const { find } = port(bench);
    if (find === undefined) return undefined;
    return bench.done(find({ marker, draft, from, to: bench.now() }, bench.call()));
  };
  const horizon = (bench: B): number => port(bench).timeoutMs + port(bench).settleMs + 1;
  const claim = (says: string, holds: (bench: B) => Promise<void>): PortClaim => ({
    says,
    holds: () => holds(startBench<Port, World>(effect.start)),
  });
  const sendsNothing = async (bench: B, changes: Partial<EffectCall>): Promise<void> => {
    const { draft, marker } = await first(bench);
    const left = bench.watch();

    const outcome = await bench.ask(port(bench).send(draft, bench.effectCall(marker, changes)));

    equal(outcome.status, 'retryable', 'status');
    equal(writesOf(left()), 0, 'writes');
    await bench.pass(horizon(bench));
    equal(effect.standing(bench.world, draft), 0, 'records');
  };

  const plain: readonly PortClaim[] = [
    claim('makes one record by one write, and finds it by its marker', async (bench) => {
      const sent = await first(bench);
      const from = bench.now();
      const left = bench.watch();

      const made = await bench.done(port(bench).send(sent.draft, bench.effectCall(sent.marker)));

      equal(writesOf(left()), 1, 'writes');
      equal(effect.standing(bench.world, sent.draft), 1, 'records');
      await bench.pass(horizon(bench));
      const found = await look(bench, sent, from);
      if (found !== undefined) equal(found, { marked: [made], alike: [] }, 'found');
    }),
    claim('looks without a write, and finds nothing where nothing was sent', async (bench) => {
      const sent = await first(bench);
      const left = bench.watch();

      const found = await look(bench, sent, bench.now());

      if (found !== undefined) equal(found, { marked: [], alike: [] }, 'found');
      isTrue(
        left().every((kind) => kind === 'read'),
        'looking only reads',
      );
    }),
    claim('never looks before it sends: sent again it makes another, or says that one stands there', async (bench) => {
      const sent = await first(bench);
      const from = bench.now();
      const made: Made[] = [await bench.done(port(bench).send(sent.draft, bench.effectCall(sent.marker)))];
      await bench.pass(horizon(bench));
      const left = bench.watch();

      const again = await bench.ask(port(bench).send(sent.draft, bench.effectCall(sent.marker, { attempt: 2 })));

      equal(writesOf(left()), 1, 'writes');
      isTrue(again.status === 'done' || again.status === 'taken', `a second one is done or taken, not ${again.status}`);
      if (again.status === 'done') made.push(again.value);
      equal(effect.standing(bench.world, sent.draft), made.length, 'records');
      await bench.pass(horizon(bench));
      const found = await look(bench, sent, from);
      if (found !== undefined) equal(found.marked, made, 'found, oldest first');
    }),
    claim('finds from another instance, and keeps two drafts apart', async (bench) => {
      const other = effectOf(effect, bench.world.connect());
      const [one, two] = [await effect.draft(bench, 1), await effect.draft(bench, 2)];
      const from = bench.now();

      const madeOne = await bench.done(port(bench).send(one, bench.effectCall(effect.marker(one, 1))));
      const madeTwo = await bench.done(other.send(two, bench.effectCall(effect.marker(two, 2))));

      await bench.pass(horizon(bench));
      const { find } = other;
      if (find === undefined) return;
      const ask = { from, to: bench.now() };
      const foundOne = await bench.done(find({ ...ask, draft: one, marker: effect.marker(one, 1) }, bench.call()));
      const foundTwo = await look(bench, { draft: two, marker: effect.marker(two, 2) }, from);
      equal([foundOne.marked, foundTwo?.marked], [[madeOne], [madeTwo]], 'found');
    }),
    claim('sends nothing when it may not, and nothing happens later', (bench) => sendsNothing(bench, { maySend: () => false })),
    claim('sends nothing under a signal that is aborted', (bench) => sendsNothing(bench, { signal: AbortSignal.abort() })),
    claim('asks whether it may send when its slot was given: a right lost while it waited counts', async (bench) => {
      const { draft, marker } = await first(bench);
      const left = bench.watch();
      let mayStill = true;
      bench.setting.hold();
      const work = port(bench).send(draft, bench.effectCall(marker, { maySend: () => mayStill }));
      await bench.setting.settle();

      mayStill = false;
      bench.setting.release();
      const outcome = await bench.ask(work);

      equal([outcome.status, writesOf(left())], ['retryable', 0], 'status and writes');
      equal(effect.standing(bench.world, draft), 0, 'records');
    }),
    claim('carries a write on to its answer although the signal aborts on the way', async (bench) => {
      const { draft, marker } = await first(bench);
      const control = new AbortController();
      const count = (kind: 'read' | 'write'): void => {
        if (kind === 'write') control.abort();
      };

      const outcome = await bench.ask(port(bench).send(draft, bench.effectCall(marker, { signal: control.signal, count })));

      isTrue(outcome.status === 'done' || outcome.status === 'unknown', `it left, and is ${outcome.status}`);
      equal(effect.standing(bench.world, draft), 1, 'records');
    }),
  ];

  const { makeAlike } = effect;
  const alike: readonly PortClaim[] =
    makeAlike === undefined
      ? []
      : [
          claim('tells what only looks alike from what carries the marker', async (bench) => {
            const sent = await first(bench);
            const from = bench.now();
            const stranger = await makeAlike(bench, sent.draft);
            await bench.pass(horizon(bench));

            const found = await look(bench, sent, from);

            if (found !== undefined) equal(found, { marked: [], alike: [stranger] }, 'found');
          }),
        ];

  return {
    area: effect.name,
    claims: [...plain, ...alike, ...portFaults.map((fault) => faultClaim(effect, fault)), ...pauseClaims(effect)],
  };
}

function faultClaim<Port, World extends PortWorld<Port>, Draft, Made>(
  effect: EffectBench<Port, World, Draft, Made>,
  fault: PortFault,
): PortClaim {
  const { outcome: expected, acts } = faultFacts[fault];
  const records = acts === 'never' ? 0 : 1;
  return {
    says: `is ${expected} under ${fault}${records === 0 ? ', with nothing made' : ', and one look tells'}`,
    holds: async () => {
      const bench = startBench<Port, World>(effect.start);
      const target = effectOf(effect, bench.port);
      const draft = await effect.draft(bench, 1);
      const marker = effect.marker(draft, 1);
      const from = bench.now();
      const left = bench.watch();
      bench.world.inject(fault, 'write');

      const outcome = await bench.ask(target.send(draft, bench.effectCall(marker)));

      equal(outcome.status, expected, 'status');
      equal(writesOf(left()), 1, 'writes');
      isTrue(bench.now() - from <= target.timeoutMs + 1000, 'it gives up in its time');
      bench.world.heal();
      await bench.pass(target.timeoutMs + target.settleMs + 1);
      equal(effect.standing(bench.world, draft), records, 'records');
      if (target.find === undefined) return;
      const found = await bench.done(target.find({ marker, draft, from, to: bench.now() }, bench.call()));
      equal([found.marked.length, found.alike.length], [records, 0], 'marked and alike');
    },
  };
}

function pauseClaims<Port, World extends PortWorld<Port>, Draft, Made>(
  effect: EffectBench<Port, World, Draft, Made>,
): readonly PortClaim[] {
  return [
    {
      says: 'is done once the line is mended, by one record',
      holds: async () => {
        const bench = startBench<Port, World>(effect.start);
        const target = effectOf(effect, bench.port);
        const draft = await effect.draft(bench, 1);
        const marker = effect.marker(draft, 1);
        bench.world.inject('paced', 'write');
        await bench.ask(target.send(draft, bench.effectCall(marker)));
        bench.world.heal();

        await bench.done(target.send(draft, bench.effectCall(marker, { attempt: 2 })));

        equal(effect.standing(bench.world, draft), 1, 'records');
      },
    },
  ];
}

function writesOf(kinds: readonly ('read' | 'write')[]): number {
  return kinds.filter((kind) => kind === 'write').length;
}
