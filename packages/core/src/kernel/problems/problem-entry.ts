/** What happened and what to do, German and English. `{name}` is filled from the problem's data. */
export type ProblemEntry = readonly [textDe: string, remedyDe: string, textEn: string, remedyEn: string];
