import { Decimal } from 'decimal.js';

const NUMBER_OR_STRING = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses a request body. Whole numbers stay numbers, all others become decimals, so that no amount passes through a binary float. */
export function readJson(text: string): unknown {
  const marked = text.replace(NUMBER_OR_STRING, (token) =>
    token.startsWith('"') || /^-?\d{1,15}$/.test(token) ? token : `{"$decimal":"${token}"}`,
  );
  return JSON.parse(marked, (_key, value: unknown) => {
    if (value !== null && typeof value === 'object' && '$decimal' in value && typeof value.$decimal === 'string') {
      return new Decimal(value.$decimal);
    }
    return value;
  });
}

/** Writes an answer. Decimals appear as JSON numbers with all their digits. */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value, function (this: unknown, key: string, plain: unknown) {
    const raw = (this as Record<string, unknown>)[key];
    return Decimal.isDecimal(raw) ? `\u0000${raw.toFixed()}` : plain;
  });
  return text.replace(/"\\u0000(-?[\d.]+)"/g, '$1');
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !Decimal.isDecimal(value);
}
