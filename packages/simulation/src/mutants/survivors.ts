/** Why a mutant is not found out: what else keeps the law where this part is missing. */
export const survivors: Readonly<Record<string, string>> = {};
