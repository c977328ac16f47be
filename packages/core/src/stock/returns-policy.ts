import type { ReturnsPolicy } from '../model/stock.ts';

/** What a merchant may choose per reason; the first one holds where nothing was chosen. */
export const returnChoices = {
  cancelledOrder: ['release', 'keep'],
  declinedOrder: ['release', 'keep'],
  refundedOrder: ['release', 'keep'],
  refundedUnits: ['keep', 'release'],
  returnedUnits: ['keep', 'restock'],
} as const satisfies { readonly [Reason in keyof ReturnsPolicy]: readonly ReturnsPolicy[Reason][] };

/** The policy, with the usual choice for every reason that was left out. Throws for a reason or a choice that there is not. */
export function returnsPolicy(chosen: Partial<ReturnsPolicy> = {}): ReturnsPolicy {
  for (const [reason, choice] of Object.entries(chosen)) {
    const choices: readonly string[] | undefined = Object.hasOwn(returnChoices, reason)
      ? returnChoices[reason as keyof ReturnsPolicy]
      : undefined;
    if (choices === undefined) throw new Error(`there is no reason ${reason}; known are ${Object.keys(returnChoices).join(', ')}`);
    if (!choices.includes(choice)) throw new Error(`${reason} must be ${choices.join(' or ')}; it is ${JSON.stringify(choice)}`);
  }
  return { ...defaultReturns, ...chosen };
}

/** What a merchant means who did not say otherwise: what surely stays here is free again, and nothing comes back by itself. */
export const defaultReturns: ReturnsPolicy = {
  cancelledOrder: returnChoices.cancelledOrder[0],
  declinedOrder: returnChoices.declinedOrder[0],
  refundedOrder: returnChoices.refundedOrder[0],
  refundedUnits: returnChoices.refundedUnits[0],
  returnedUnits: returnChoices.returnedUnits[0],
};
