#!/usr/bin/env node
// Stands in the package before it is built, so that npm can link it in a checkout too.
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);
if (existsSync(built)) await import(built.href);
else {
  process.stderr.write('megzo is not built yet: run "npm run build" first.\n');
  process.exitCode = 2;
}
