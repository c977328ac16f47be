import { z } from 'zod';

/** What the error shapes of the sheet (1.7) have in common. The texts are left behind: they may quote values. */
export interface ErrorIssue {
  /** A path such as `lineItems[0].unitPrice.taxRatePercentage`; may be empty. */
  readonly field: string;
  /** A violation or key such as `NOTNULL` or `missing_entity`; may be empty. */
  readonly code: string;
}

/** A path or a key. Anything else could be a value that somebody typed. */
const word = z
  .string()
  .regex(/^[\w[\]. :-]{1,120}$/)
  .catch('');

/** The legacy shape of contacts names `source` and `i18nKey`, all others `field` and `violation`; a gateway's has neither. */
const errorWire = z.object({
  IssueList: z.array(z.object({ source: word, i18nKey: word }).catch({ source: '', i18nKey: '' })).catch([]),
  details: z.array(z.object({ field: word, violation: word }).catch({ field: '', violation: '' })).catch([]),
});

export function issuesOf(body: unknown): readonly ErrorIssue[] {
  const parsed = errorWire.safeParse(body);
  if (!parsed.success) return [];
  const { IssueList: legacy, details } = parsed.data;
  const issues = [
    ...legacy.map(({ source, i18nKey }) => ({ field: source, code: i18nKey })),
    ...details.map(({ field, violation }) => ({ field, code: violation })),
  ];
  return issues.filter(({ field, code }) => field !== '' || code !== '');
}
