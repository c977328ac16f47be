import { existsSync, readdirSync } from 'node:fs';

const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

// The private condition resolves workspace packages to their sources: tests need no build.
function project(displayName, rootDir) {
  return {
    displayName,
    rootDir,
    testMatch: ['**/*.spec.ts'],
    // A measurement over real time is no test of a loaded machine: `npm run budget` runs it.
    testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(process.env.BUDGET_SECONDS === undefined ? ['/share-budget\\.spec'] : [])],
    modulePathIgnorePatterns: ['<rootDir>/dist/'],
    testEnvironment: 'node',
    testEnvironmentOptions: { customExportConditions: ['@megzo/source', 'node', 'node-addons'] },
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '^.+\\.ts$': ['@swc/jest', swc] },
    moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  };
}

function projectsIn(folder) {
  return readdirSync(new URL(folder, import.meta.url))
    .filter((name) => existsSync(new URL(`${folder}/${name}/package.json`, import.meta.url)))
    .map((name) => project(name, `${folder}/${name}`));
}

export default {
  maxWorkers: 2,
  // A guard against tests that hang, not a measure: a loaded machine may be slow.
  testTimeout: 60_000,
  projects: [...projectsIn('packages'), ...projectsIn('examples'), project('repository', 'test')],
};
