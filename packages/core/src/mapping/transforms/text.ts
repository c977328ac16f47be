import { asText, isEmpty, Refusal } from '../value.ts';
import { type CompiledStep, onValue, type StepOf } from './transform.ts';

export function trim(): CompiledStep {
  return {
    run: onValue((value) =>
      asText(value)
        .trim()
        .replaceAll(/[ \t]+/g, ' '),
    ),
  };
}

export function truncate({ max }: StepOf<'truncate'>): CompiledStep {
  return { run: onValue((value) => cut(asText(value), max)) };
}

export function limit({ max }: StepOf<'limit'>): CompiledStep {
  return { run: onValue((value) => (asText(value).length <= max ? value : new Refusal('TOO_LONG', asText(value)))) };
}

export function fallBack({ value: given }: StepOf<'default'>): CompiledStep {
  return { run: (value) => (isEmpty(value) ? given : value) };
}

/** No character is cut in two: what would be half of one goes with the rest. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 2);
  const half = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, half ? max - 2 : max - 1).trimEnd()}…`;
}
