/** An exact rational number. It knows nothing of the product's money: the oracle shall not share a mistake with it. */
export interface Fraction {
  readonly over: bigint;
  /** Above 0. */
  readonly under: bigint;
}

export const nought: Fraction = { over: 0n, under: 1n };

export function fraction(text: string): Fraction {
  const [, sign = '', whole = '', parts = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') throw new Error(`no decimal: ${text}`);
  const over = BigInt(whole + parts);
  return { over: sign === '-' ? -over : over, under: 10n ** BigInt(parts.length) };
}

export function plus(left: Fraction, right: Fraction): Fraction {
  if (left.under === right.under) return { over: left.over + right.over, under: left.under };
  return { over: left.over * right.under + right.over * left.under, under: left.under * right.under };
}

export function minus(left: Fraction, right: Fraction): Fraction {
  return plus(left, { over: -right.over, under: right.under });
}

export function times(left: Fraction, right: Fraction): Fraction {
  return { over: left.over * right.over, under: left.under * right.under };
}

export function over(left: Fraction, right: Fraction): Fraction {
  if (right.over === 0n) throw new Error('divided by nothing');
  const sign = right.over < 0n ? -1n : 1n;
  return { over: left.over * right.under * sign, under: left.under * right.over * sign };
}

export function total(values: readonly Fraction[]): Fraction {
  return values.reduce(plus, nought);
}

export function compare(left: Fraction, right: Fraction): number {
  const difference = left.over * right.under - right.over * left.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function size(value: Fraction): Fraction {
  return value.over < 0n ? { over: -value.over, under: value.under } : value;
}

/** Whole cents, commercially rounded: half away from zero. */
export function cents(value: Fraction): bigint {
  const hundredfold = value.over * 100n;
  const away = (hundredfold < 0n ? -hundredfold : hundredfold) * 2n + value.under;
  const rounded = away / (2n * value.under);
  return hundredfold < 0n ? -rounded : rounded;
}

/** Whole cents at or below. */
export function centsBelow(value: Fraction): bigint {
  const hundredfold = value.over * 100n;
  const quotient = hundredfold / value.under;
  return hundredfold < 0n && quotient * value.under !== hundredfold ? quotient - 1n : quotient;
}

export function ofCents(amount: bigint): Fraction {
  return { over: amount, under: 100n };
}

/** Places after the point that are not zero at the end. */
export function places(text: string): number {
  return (text.split('.')[1] ?? '').replace(/0+$/, '').length;
}
