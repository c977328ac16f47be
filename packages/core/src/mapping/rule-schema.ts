import { z } from 'zod';
import type { Json } from '../kernel/canonical-json.ts';
import { RuleSet } from './rule-set.ts';

/** The shape of a rule set as JSON Schema, for editors and whoever writes rules as files. It is published as `schema/rule-set.schema.json`. */
export function ruleSetSchema(): Json {
  const schema = z.toJSONSchema(RuleSet, { io: 'input', target: 'draft-2020-12', reused: 'ref' }) as Record<string, Json>;
  return { ...schema, title: 'Mapping rules', description: 'The rules of one flow, in format 2.' };
}
