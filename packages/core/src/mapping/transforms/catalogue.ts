import type { MappingStep } from '../rule-step.ts';
import { formatDate } from './dates.ts';
import { htmlToText, textToHtml } from './markup.ts';
import { addVat, convertCurrency, stripVat } from './money.ts';
import { allocateShare, convertUnit, formatNumber, roundTo } from './numbers.ts';
import { lookUp } from './tables.ts';
import { fallBack, limit, trim, truncate } from './text.ts';
import type { CompiledStep, StepOf, StepScope } from './transform.ts';

type Compilers = { readonly [Name in MappingStep['do']]: (step: StepOf<Name>, scope: StepScope) => CompiledStep };

const compilers: Compilers = {
  trim,
  truncate,
  limit,
  default: fallBack,
  lookup: lookUp,
  round: roundTo,
  'add-vat': addVat,
  'strip-vat': stripVat,
  'convert-currency': convertCurrency,
  allocate: allocateShare,
  'convert-unit': convertUnit,
  'format-number': formatNumber,
  'format-date': formatDate,
  'text-to-html': textToHtml,
  'html-to-text': htmlToText,
};

export function compileStep(step: MappingStep, scope: StepScope): CompiledStep {
  const compile = compilers[step.do] as (step: MappingStep, scope: StepScope) => CompiledStep;
  return compile(step, scope);
}
