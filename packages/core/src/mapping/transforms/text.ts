import { cutText } from '../../kernel/cut-text.ts';
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
  return { run: onValue((value) => cutText(asText(value), max)) };
}

export function limit({ max }: StepOf<'limit'>): CompiledStep {
  return { run: onValue((value) => (asText(value).length <= max ? value : new Refusal('TOO_LONG', asText(value)))) };
}

export function fallBack({ value: given }: StepOf<'default'>): CompiledStep {
  return { run: (value) => (isEmpty(value) ? given : value) };
}
