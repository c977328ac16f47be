import { footingMutants } from './footing.ts';
import { ingestMutants } from './ingest.ts';
import type { Mutant } from './plant.ts';
import { proofMutants } from './proof.ts';
import { protocolMutants } from './protocol.ts';
import { stockMutants } from './stock.ts';

export const mutants: readonly Mutant[] = [...protocolMutants, ...footingMutants, ...ingestMutants, ...proofMutants, ...stockMutants];
