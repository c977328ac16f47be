import type { z } from 'zod';
import { cutText } from '../kernel/cut-text.ts';
import { cycleIn, namedRules } from './named-values.ts';
import { nearest } from './nearest.ts';
import { faultsMax, type RuleFault } from './rule-fault.ts';
import { blocksOf, RuleSet, tableEntriesMax } from './rule-set.ts';
import { MappingStep, textMax } from './rule-step.ts';
import { isFirstFormat, upgradeRules } from './upgrade-rules.ts';

export type ReadRules = { readonly ok: true; readonly rules: RuleSet } | { readonly ok: false; readonly faults: readonly RuleFault[] };

const depthMax = 12;
/** One fault for each of them is still a list that can be handed on as arguments. */
const nodesMax = 100_000;
const lettersMax = 8_000_000;

/** Reads a rule set from whatever a person, a file or a store gave. Sets of the first format are taken in the second. */
export function readRuleSet(content: unknown): ReadRules {
  const tooLarge = boundsFault(content);
  if (tooLarge !== undefined) return { ok: false, faults: [tooLarge] };
  const upgraded = isFirstFormat(content) ? upgradeRules(content) : content;
  const parsed = RuleSet.safeParse(upgraded);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.slice(0, faultsMax).map((issue) => shapeFault(issue, upgraded)) };
  const faults = namedFaults(parsed.data);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rules: parsed.data };
}

/** A value on the walk, with the way to it. */
interface Walked {
  readonly value: unknown;
  readonly depth: number;
  readonly key?: string;
  readonly within?: Walked;
}

/** Walked without recursion, so that no depth can break the walk itself, and no further than the bounds go. */
function boundsFault(content: unknown): RuleFault | undefined {
  const open: Walked[] = [{ value: content, depth: 0 }];
  let nodes = 0;
  let letters = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (depth > depthMax) return tooLarge(`${depthMax} Ebenen`, `${depthMax} levels`);
    if (typeof value === 'string') {
      if (value.length > textMax) return tooLong(next, content);
      letters += value.length;
    }
    if (typeof value === 'object' && value !== null) {
      let members = 0;
      for (const key in value) {
        nodes += 1;
        members += 1;
        letters += key.length;
        if (key === '__proto__') return unusable(key);
        if (key.length > textMax) return tooLong(next, content);
        if (nodes > nodesMax) return tooLarge(`${nodesMax} Angaben`, `${nodesMax} members`);
        if (members > tableEntriesMax) return tooMany(next, content);
        open.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1, key, within: next });
      }
    }
    if (letters > lettersMax) return tooLarge(`${lettersMax} Zeichen`, `${lettersMax} characters`);
  }
  return undefined;
}

function tooLarge(de: string, en: string): RuleFault {
  return {
    code: 'TOO_LARGE',
    field: '',
    reason: { de: `Ein Regelsatz hat höchstens ${de}; dieser hat mehr.`, en: `A rule set has at most ${en}; this one has more.` },
  };
}

function tooLong(at: Walked, content: unknown): RuleFault {
  const words = {
    de: `Ein Text hat höchstens ${textMax} Zeichen; dieser hat mehr.`,
    en: `A text has at most ${textMax} characters; this one has more.`,
  };
  return { code: 'TOO_LARGE', ...placed(at, content), reason: words };
}

function tooMany(at: Walked, content: unknown): RuleFault {
  const words = {
    de: `Hier stehen mehr als ${tableEntriesMax} Einträge; mehr sind nicht erlaubt.`,
    en: `There are more than ${tableEntriesMax} entries here; no more are allowed.`,
  };
  return { code: 'TOO_LARGE', ...placed(at, content), reason: words };
}

function placed(at: Walked, content: unknown): Pick<RuleFault, 'block' | 'rule' | 'target' | 'step' | 'field'> {
  const path: PropertyKey[] = [];
  for (let step: Walked | undefined = at; step?.key !== undefined; step = step.within) {
    path.unshift(Array.isArray(step.within?.value) ? Number(step.key) : step.key);
  }
  return { ...placeOf(path, content), field: fieldText(path) };
}

/** The one name that plain data cannot bear: what stands under it would be dropped without a word. */
function unusable(name: string): RuleFault {
  return {
    code: 'SHAPE',
    field: name,
    reason: { de: `Der Name „${name}“ kann nicht vergeben werden.`, en: `The name “${name}” cannot be given.` },
  };
}

function namedFaults(rules: RuleSet): readonly RuleFault[] {
  return blocksOf(rules).flatMap(([block, members]): RuleFault[] => {
    const names = namedRules(members).map(({ name }) => name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    const cycle = cycleIn(members);
    return [
      ...twice.map(
        (name): RuleFault => ({
          code: 'NAME_TWICE',
          block,
          target: name,
          field: `named.${name}`,
          reason: {
            de: `Der Name „${name}“ ist in diesem Block zweimal vergeben.`,
            en: `The name “${name}” is given twice in this block.`,
          },
        }),
      ),
      ...(cycle === undefined
        ? []
        : [
            {
              code: 'CYCLE' as const,
              block,
              target: cycle[0] ?? '',
              field: `named.${cycle[0]}`,
              reason: {
                de: `Benannte Werte brauchen einander im Kreis: ${cycle.join(' → ')}.`,
                en: `Named values need each other in a circle: ${cycle.join(' → ')}.`,
              },
            },
          ]),
    ];
  });
}

type Issue = z.core.$ZodIssue;

function shapeFault(found: Issue, content: unknown): RuleFault {
  const { issue, path } = deepest(found, found.path);
  const place = placeOf(path, content);
  const { de, en, near } = wordsOf(issue, path, content);
  return { code: 'SHAPE', ...place, field: fieldText(path), reason: { de, en }, ...(near === undefined ? {} : { nearest: near }) };
}

/** Of a union the branch that fits best is the one that was meant: the one whose fault lies deepest, then the one with fewest. */
function deepest(issue: Issue, path: readonly PropertyKey[]): { readonly issue: Issue; readonly path: readonly PropertyKey[] } {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { issue, path };
  const branches = issue.errors
    .filter((branch) => branch.length > 0)
    .map((branch) => ({ branch, depth: Math.max(...branch.map((inner) => inner.path.length)), count: branch.length }));
  branches.sort((a, b) => b.depth - a.depth || a.count - b.count);
  const [inner] = branches[0]?.branch.toSorted((a, b) => b.path.length - a.path.length) ?? [];
  return inner === undefined ? { issue, path } : deepest(inner, [...path, ...inner.path]);
}

function wordsOf(
  issue: Issue,
  path: readonly PropertyKey[],
  content: unknown,
): { readonly de: string; readonly en: string; readonly near?: string | undefined } {
  switch (issue.code) {
    case 'unrecognized_keys':
      return { de: `Unbekannt: ${someOf(issue.keys, 'weitere')}.`, en: `Unknown: ${someOf(issue.keys, 'more')}.` };
    case 'invalid_type':
      return valueAt(content, path) === undefined
        ? { de: 'Die Angabe fehlt.', en: 'It is missing.' }
        : { de: `Erwartet wird: ${issue.expected}.`, en: `Expected: ${issue.expected}.` };
    case 'too_big':
      return { de: `Höchstens ${issue.maximum} sind erlaubt.`, en: `At most ${issue.maximum} are allowed.` };
    case 'too_small':
      return { de: `Mindestens ${issue.minimum} sind nötig.`, en: `At least ${issue.minimum} are needed.` };
    case 'invalid_value': {
      const choices = issue.values.map(String);
      return {
        de: `Erlaubt: ${choices.join(', ')}.`,
        en: `Allowed: ${choices.join(', ')}.`,
        near: nearest(String(valueAt(content, path)), choices),
      };
    }
    case 'invalid_union': {
      const choices = path.at(-1) === 'do' ? stepNames : path.at(-1) === 'flow' ? flowNames : [];
      const allowed = choices.length === 0 ? '' : choices.join(', ');
      return {
        de: allowed === '' ? 'Diese Form gibt es nicht.' : `Erlaubt: ${allowed}.`,
        en: allowed === '' ? 'There is no such form.' : `Allowed: ${allowed}.`,
        near: nearest(String(valueAt(content, path)), choices),
      };
    }
    default:
      return { de: `Die Angabe passt nicht: ${issue.message}.`, en: `It does not fit: ${issue.message}.` };
  }
}

/** More names than this help nobody, and a long one is known by its beginning. */
const namesShown = 10;
const nameShown = 100;

function someOf(names: readonly string[], more: string): string {
  const shown = names.slice(0, namesShown).map((name) => cutText(name, nameShown));
  return names.length > namesShown ? `${shown.join(', ')} + ${names.length - namesShown} ${more}` : shown.join(', ');
}

const stepNames = MappingStep.options.map((option) => option.shape.do.value);
const flowNames = RuleSet.options.map((option) => option.shape.flow.value);

function placeOf(path: readonly PropertyKey[], content: unknown): Pick<RuleFault, 'block' | 'rule' | 'target' | 'step'> {
  const [part, block, rule, steps, step] = path;
  if ((part !== 'blocks' && part !== 'each') || typeof block !== 'string') return {};
  if (typeof rule !== 'number') return { block };
  const written = valueAt(content, [part, block, rule]);
  const named = typeof written === 'object' && written !== null ? written : {};
  const target = 'target' in named ? named.target : 'name' in named ? named.name : undefined;
  return {
    block,
    rule,
    ...(typeof target === 'string' ? { target: cutText(target, nameShown) } : {}),
    ...(steps === 'steps' && typeof step === 'number' ? { step } : {}),
  };
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  let at = content;
  for (const key of path)
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<PropertyKey, unknown>)[key] : undefined;
  return at;
}

function fieldText(path: readonly PropertyKey[]): string {
  const names = path.map((key) => (typeof key === 'number' ? key : cutText(String(key), nameShown)));
  return names.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
}
