import { describe, it } from '@jest/globals';
import { proveStockSource } from '@megzo/core/testing';
import { startContractWarehouse } from './contract-world.ts';

proveStockSource({ describe, it }, 'A feed over HTTP', startContractWarehouse);
