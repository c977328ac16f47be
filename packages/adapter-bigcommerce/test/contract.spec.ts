import { describe, it } from '@jest/globals';
import { proveChannel } from '@megzo/core/testing';
import { startContractStore } from './contract-world.ts';

proveChannel({ describe, it }, 'BigCommerce', startContractStore);
