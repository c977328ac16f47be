import { describe, expect, it } from '@jest/globals';
import { importsOf, linesOf, readSource } from './source-text.ts';

function specifiersIn(text: string): readonly string[] {
  return importsOf(readSource(text)).map(({ specifier }) => specifier);
}

describe('importsOf', () => {
  it.each([
    ["import { a } from 'x';", ['x']],
    ['import { a } from "x";', ['x']],
    ["import type { A } from 'x';", ['x']],
    ["import a, { type B } from 'x';", ['x']],
    ["import * as a from 'x';", ['x']],
    ["import 'x';", ['x']],
    ["export { a } from 'x';", ['x']],
    ["export * from 'x';", ['x']],
    ["import {\n  a,\n  b,\n} from 'x';\nimport 'y';", ['x', 'y']],
    ["const a = await import('x');", ['x']],
    ["type A = import('x').A;", ['x']],
    ["const a = require('x'), b = require.resolve('y');", ['x', 'y']],
    ["const a = `${await import('x')}`;", ['x']],
  ])('finds every form: %j', (text, expected) => {
    expect(specifiersIn(text)).toEqual(expected);
  });

  it.each([
    "// import { a } from 'x';",
    "/* import 'x'; */",
    `const a = "import { a } from 'x';";`,
    "const a = `import 'x';`;",
    "const a = `\\`import 'x';`;",
    "const a = `${b({ c: `${d}` })} import 'x';`;",
    "const from = 'x';",
    "export const a = Array.from('x');",
  ])('takes nothing else for an import: %j', (text) => {
    expect(specifiersIn(text)).toEqual([]);
  });

  it.each([
    "const quote = /['\"`]/;\nimport 'x';",
    "const half = a / 2; // it's\nimport 'x';",
    "const half = f(a) / g; const third = b / 3;\nimport 'x';",
    "const text = 'it\\'s'; import 'x';",
    "const text = `it's ${a ? '}' : `{`} /* `; import 'x';",
    "const slashes = 'https://a'; import 'x';",
    "const match = /\\/\\*[/*]/.exec(a); import 'x'; /* */",
  ])('is not led astray by quotes, slashes and braces: %j', (text) => {
    expect(specifiersIn(text)).toEqual(['x']);
  });

  it('tells the line on which the module is named', () => {
    const found = importsOf(readSource("/* one\n two */\nimport {\n  a,\n} from 'x';\nconst t = `\n`;\nimport 'y';\n"));

    expect(found).toEqual([
      { specifier: 'x', line: 5 },
      { specifier: 'y', line: 8 },
    ]);
  });
});

describe('linesOf', () => {
  it('counts lines from one', () => {
    expect(linesOf('a\nb a\n\na', /a/g)).toEqual([1, 2, 4]);
  });
});
