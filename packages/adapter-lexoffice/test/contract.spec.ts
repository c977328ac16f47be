import { describe, it } from '@jest/globals';
import { proveInvoicing } from '@megzo/core/testing';
import { startContractAccount } from './contract-world.ts';

proveInvoicing({ describe, it }, 'lexoffice', startContractAccount);
