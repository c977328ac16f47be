import { wireId } from '@megzo/adapter-kit';
import { z } from 'zod';
import { v3List, wireText } from './common.ts';

const metafieldWire = z.object({ id: wireId, namespace: wireText, key: wireText, value: wireText });
export const metafieldsWire = v3List(metafieldWire);
export const metafieldMadeWire = z.object({ data: z.object({ id: wireId }) });
