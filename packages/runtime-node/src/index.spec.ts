import { describe, expect, it } from '@jest/globals';
import * as runtime from './index.ts';

describe('The public surface of the runtime', () => {
  it('is what is listed here', () => {
    expect(Object.keys(runtime).toSorted()).toEqual([
      'ConfigError',
      'adapterRegistry',
      'exitCodes',
      'parseConfig',
      'readConfigFile',
      'readEnvironment',
      'runCli',
      'startService',
    ]);
  });
});
