import { ingestMutants } from './ingest.ts';
import type { Mutant } from './plant.ts';
import { proofMutants } from './proof.ts';
import { protocolMutants } from './protocol.ts';

export const mutants: readonly Mutant[] = [...protocolMutants, ...ingestMutants, ...proofMutants];
