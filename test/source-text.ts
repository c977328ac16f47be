/** What the rules see of a source file: TypeScript 7 has no API to ask, so the text is read here. */

/** A string that names a module, and how: by a statement or call that imports, or as any other literal. */
export interface Mention {
  readonly specifier: string;
  readonly line: number;
}

export interface SourceText {
  /** The code with comments blanked and every literal replaced by a numbered mark; line breaks stay where they were. */
  readonly code: string;
  readonly literals: readonly string[];
}

// After one of these a slash begins a regular expression; after a name, a number or a closing bracket it divides.
const beforeExpression = /(?:^|[([{,;=:!&|?+\-*%<>~^}]|\b(?:return|typeof|case|in|of|void|delete|throw|await|yield|else|do))$/;

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|`|\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*|[{}]/gy;

/** Reads a file's text into code and literals. Templates count as code only inside `${…}`. */
export function readSource(text: string): SourceText {
  const literals: string[] = [];
  // One entry per open template expression: how many braces are open inside it.
  const templates: number[] = [];
  let code = '';
  let at = 0;
  while (at < text.length) {
    const found = tokenAt(text, at, code);
    const open = templates.length - 1;
    if (found === '`') {
      at = skipTemplate(at + 1);
    } else if (found === '}' && templates[open] === 0) {
      templates.pop();
      at = skipTemplate(at + 1);
    } else if (found === undefined || found === '{' || found === '}') {
      if (open >= 0 && found !== undefined) templates[open] = (templates[open] ?? 0) + (found === '{' ? 1 : -1);
      code += text[at];
      at += 1;
    } else {
      code += found.startsWith("'") || found.startsWith('"') ? mark(found.slice(1, -1)) : blank(found);
      at += found.length;
    }
  }
  return { code, literals };

  function mark(literal: string): string {
    literals.push(literal);
    return `"#${literals.length - 1}"`;
  }

  /** Steps over a template's text; stops behind its end or behind the `${` of an expression. */
  function skipTemplate(from: number): number {
    let end = from;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1;
    code += blank(text.slice(from, end));
    if (text[end] === '$') {
      templates.push(0);
      return end + 2;
    }
    code += '""';
    return end + 1;
  }
}

function tokenAt(text: string, at: number, before: string): string | undefined {
  token.lastIndex = at;
  const found = token.exec(text)?.[0];
  const isRegex = found?.startsWith('/') && !found.startsWith('//') && !found.startsWith('/*');
  return isRegex && !beforeExpression.test(before.trimEnd().slice(-10)) ? undefined : found;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

const imports =
  /\b(?:import|export)\b[^;"'()=]*?\bfrom\s*"#(\d+)"|\bimport\s*"#(\d+)"|\bimport\s*\(\s*"#(\d+)"|\brequire(?:\.resolve)?\s*\(\s*"#(\d+)"/g;

/** Every module that the file imports or re-exports, type-only and dynamic imports included. */
export function importsOf(source: SourceText): readonly Mention[] {
  return [...source.code.matchAll(imports)].map((match) => {
    const number = match.slice(1).find((group) => group !== undefined);
    return { specifier: source.literals[Number(number)] ?? '', line: lineAt(source.code, match.index + match[0].length) };
  });
}

/** Line numbers, from 1, on which the pattern stands in the code. */
export function linesOf(text: string, pattern: RegExp): readonly number[] {
  return [...text.matchAll(pattern)].map((match) => lineAt(text, match.index));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
