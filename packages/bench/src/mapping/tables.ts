/** Tables and rates that all candidates share. */
export const unitNames: Readonly<Record<string, string>> = { piece: 'Stück', kg: 'Kilogramm', pair: 'Paar' };
export const kindNames: Readonly<Record<string, string>> = { physical: 'product', digital: 'service' };
export const classNames: Readonly<Record<string, string>> = { '19': 'standard', '7': 'reduced', '0': 'exempt', '20': 'standard' };
export const memberStates: readonly string[] = ['AT', 'BE', 'BG', 'CY', 'CZ', 'DK', 'EE', 'ES', 'FI', 'FR', 'IT', 'NL', 'PL', 'SE'];

export interface MonthRate {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
}

/** Francs for one euro, by month. */
export const francRates: readonly MonthRate[] = Array.from({ length: 12 }, (_, index) => {
  const month = `2026-${String(index + 1).padStart(2, '0')}`;
  const last = new Date(Date.UTC(2026, index + 1, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${last}`, rate: (0.93 + index / 1_000).toFixed(4) };
});
