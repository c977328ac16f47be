import { asText, Refusal } from '../value.ts';
import { type CompiledStep, onValue, type StepOf, type StepScope } from './transform.ts';

export function lookUp({ table, unknown }: StepOf<'lookup'>, scope: StepScope): CompiledStep {
  const rows = new Map(Object.entries(typeof table === 'string' ? tableOf(scope, table) : table));
  return {
    run: onValue((value) => {
      const key = asText(value);
      const found = rows.get(key);
      if (found !== undefined) return found;
      if (unknown === 'hold') return new Refusal('NOT_IN_TABLE', key);
      return unknown === 'pass' ? value : unknown.default;
    }),
    ...(typeof table === 'string' ? { detail: () => ({ table }) } : {}),
  };
}

/** A table that is not there knows nothing; the check at save tells it. */
function tableOf(scope: StepScope, name: string): Readonly<Record<string, string>> {
  return Object.hasOwn(scope.tables, name) ? (scope.tables[name] ?? {}) : {};
}
