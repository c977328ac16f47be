/** Why a mutant is not found out: what else keeps the law where this part is missing. */
export const survivors: Readonly<Record<string, string>> = {
  'page-numbers':
    'every scan looks ten minutes back, so an order that one walk stepped over is met by the next; `paging.spec.ts` shows the loss within one walk of a busy list.',
  'swallowed-row-error':
    'every scan looks ten minutes back, so an order that could not be read is listed again while the line recovers; only one that cannot be read for longer would be lost, and then the daily audit names it.',
};
