import { type DecimalText, decimalText, Exact, exact, type SalesOrderDraft } from '@megzo/core';
import { inOrderSteps, inSalesOrders, inStore, type Mutant } from './plant.ts';

type Line = SalesOrderDraft['lines'][number];

/** Changes every priced line of a draft. */
function repriced(draft: SalesOrderDraft, change: (line: Extract<Line, { kind: 'priced' }>) => Line): SalesOrderDraft {
  return { ...draft, lines: draft.lines.map((line) => (line.kind === 'priced' ? change(line) : line)) };
}

function withoutLastPriced(draft: SalesOrderDraft): SalesOrderDraft {
  const last = draft.lines.findLastIndex(({ kind }) => kind === 'priced');
  const first = draft.lines.findIndex(({ kind }) => kind === 'priced');
  return last === first ? draft : { ...draft, lines: draft.lines.filter((_line, place) => place !== last) };
}

function toEuros(amount: DecimalText): DecimalText {
  return decimalText(new Exact(exact(amount).toFixed(0)));
}

/** Mistakes in the amounts, their proof and the read-back. */
export const proofMutants: readonly Mutant[] = [
  {
    name: 'no-read-back',
    breaks: 'believes that what was made is what was sent',
    scenarios: ['mispriced'],
    bug: inOrderSteps(() => ({ compareReadBack: () => ({ read: 'equal' }) })),
  },
  {
    name: 'read-back-within-a-hundred',
    breaks: 'lets a difference of up to a hundred euros pass',
    scenarios: ['mispriced'],
    bug: inOrderSteps((real) => ({
      compareReadBack: (wanted, there) =>
        exact(wanted.gross).minus(there.gross).abs().lessThan(100) ? { read: 'equal' } : real.compareReadBack(wanted, there),
    })),
  },
  {
    name: 'unread-counts-as-equal',
    breaks: 'takes a sales order that could not be read back for an equal one',
    scenarios: ['mispriced'],
    bug: inStore((tx) => ({
      inbox: {
        ...tx.inbox,
        note: (pair, reasons) =>
          tx.inbox.note(
            pair,
            reasons.filter(({ what }) => what !== 'unread-sales-order'),
          ),
      },
      problems: {
        ...tx.problems,
        raise: (problem) => (problem.code === 'SALES_ORDER_NOT_COMPARED' ? Promise.resolve(true) : tx.problems.raise(problem)),
      },
    })),
  },
  {
    name: 'contradictions-repaired',
    breaks: 'makes the lines and the total of an order agree instead of asking, and skips the proof',
    scenarios: ['contradictions'],
    bug: inOrderSteps((real) => ({
      chargedCents: (order, terms) => {
        const items = [...order.lines.map((line) => line.totalGross), ...order.charges.map((charge) => charge.gross)];
        const sum = items.reduce((total, gross) => total.plus(gross), new Exact(0));
        return real.chargedCents({ ...order, totalGross: decimalText(sum) }, terms);
      },
      proveTotals: () => ({ equal: true }),
    })),
  },
  {
    name: 'contradictions-adjusted',
    breaks: 'makes the lines and the total of an order agree before both draft and proof see them',
    scenarios: ['contradictions'],
    bug: {
      ports: ({ invoicing, channel }) => ({
        invoicing,
        channel: {
          ...channel,
          orders: {
            ...channel.orders,
            read: async (id, call) => {
              const answer = await channel.orders.read(id, call);
              if (answer.status !== 'done' || answer.value === undefined) return answer;
              const items = [...answer.value.lines.map((line) => line.totalGross), ...answer.value.charges.map((charge) => charge.gross)];
              const sum = items.reduce((total, gross) => total.plus(gross), new Exact(0));
              return { status: 'done', value: { ...answer.value, totalGross: decimalText(sum) } };
            },
          },
        },
      }),
    },
  },
  {
    name: 'shipping-dropped',
    breaks: 'forgets the charges of an order in its draft',
    scenarios: ['calm'],
    bug: inOrderSteps((real) => ({
      salesOrderDraft: (facts, ...rest) => {
        const drafted = real.salesOrderDraft(facts, ...rest);
        return drafted.ok ? { ...drafted, draft: withoutLastPriced(drafted.draft) } : drafted;
      },
    })),
  },
  {
    name: 'line-lost-after-proof',
    breaks: 'sends one line less than it proved',
    scenarios: ['calm'],
    bug: inSalesOrders((real) => ({ send: (draft, call) => real.send(withoutLastPriced(draft), call) })),
  },
  {
    name: 'rounded-after-proof',
    breaks: 'rounds unit prices to whole euros once they are proved',
    scenarios: ['calm'],
    bug: inSalesOrders((real) => ({
      send: (draft, call) =>
        real.send(
          repriced(draft, (line) => ({ ...line, unitPriceGross: toEuros(line.unitPriceGross) })),
          call,
        ),
    })),
  },
  {
    name: 'rounded-before-proof',
    breaks: 'rounds unit prices to whole euros: the proof stops it, and orders wait for a person without need',
    scenarios: ['calm'],
    bug: inOrderSteps((real) => ({
      salesOrderDraft: (facts, ...rest) => {
        const drafted = real.salesOrderDraft(facts, ...rest);
        return drafted.ok
          ? { ...drafted, draft: repriced(drafted.draft, (line) => ({ ...line, unitPriceGross: toEuros(line.unitPriceGross) })) }
          : drafted;
      },
    })),
  },
  {
    name: 'net-sent-as-gross',
    breaks: 'takes the tax off prices that are meant with it',
    scenarios: ['calm'],
    bug: inSalesOrders((real) => ({
      send: (draft, call) =>
        real.send(
          repriced(draft, (line) => ({
            ...line,
            unitPriceGross: decimalText(new Exact(exact(line.unitPriceGross).dividedBy('1.19').toFixed(2))),
          })),
          call,
        ),
    })),
  },
  {
    name: 'day-of-the-send',
    breaks: 'dates the sales order on the day on which it is sent',
    scenarios: ['midnight', 'night'],
    bug: inOrderSteps((real, { clock }) => ({
      salesOrderDraft: (facts, ...rest) => {
        const drafted = real.salesOrderDraft(facts, ...rest);
        const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(clock.now());
        return drafted.ok ? { ...drafted, draft: { ...drafted.draft, placedOn: day as SalesOrderDraft['placedOn'] } } : drafted;
      },
    })),
  },
  {
    name: 'day-of-greenwich',
    breaks: 'dates the sales order by universal time',
    scenarios: ['midnight', 'night'],
    bug: inOrderSteps((real) => ({
      salesOrderDraft: (facts, ...rest) => real.salesOrderDraft({ ...facts, timeZone: 'UTC' }, ...rest),
    })),
  },
  {
    name: 'stale-rules',
    breaks: 'keeps the rules of the first run for ever',
    scenarios: ['rules'],
    bug: inStore((tx, { memory }) => ({
      rules: {
        ...tx.rules,
        activeHead: async (pair, flow) => {
          const kept = memory.get(`head/${flow}`);
          if (kept !== undefined) return kept as Awaited<ReturnType<typeof tx.rules.activeHead>>;
          const head = await tx.rules.activeHead(pair, flow);
          if (head !== undefined) memory.set(`head/${flow}`, head);
          return head;
        },
        active: async (pair, flow) => {
          const kept = memory.get(`rules/${flow}`);
          if (kept !== undefined) return kept as Awaited<ReturnType<typeof tx.rules.active>>;
          const active = await tx.rules.active(pair, flow);
          if (active !== undefined) memory.set(`rules/${flow}`, active);
          return active;
        },
      },
    })),
  },
];
