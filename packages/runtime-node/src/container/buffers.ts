import { type BufferPolicy, defaultPool, type PlacedBuffer } from '@megzo/core';
import type { MerchantConfig, PairConfig } from '../config/config-file.ts';

type ConfiguredBuffer = NonNullable<NonNullable<PairConfig['stock']>['buffer']>;
type Buffers = Pick<NonNullable<MerchantConfig['stock']>, 'buffer' | 'buffers'>;

/** A file's buffers with their places: those of the merchant hold for the pool that it sells from, those of a pair for its channel. */
export function placedBuffers(
  { stock: ofPool }: Pick<MerchantConfig, 'stock'>,
  { id, stock: ofChannel }: PairConfig,
): readonly PlacedBuffer[] {
  return [...placed(ofPool, { pool: ofChannel?.pool ?? defaultPool }), ...placed(ofChannel, { channel: id })];
}

function placed({ buffer, buffers = [] }: Buffers = {}, where: Pick<PlacedBuffer, 'channel' | 'pool'>): readonly PlacedBuffer[] {
  return [
    ...(buffer === undefined ? [] : [{ ...where, buffer: policyOf(buffer) }]),
    ...buffers.map((exception) => ({ ...where, sku: exception.sku, buffer: policyOf(exception.buffer) })),
  ];
}

function policyOf(buffer: ConfiguredBuffer): BufferPolicy {
  if (buffer.kind === 'fixed') return buffer;
  const { unitsMin, ...rest } = buffer;
  return unitsMin === undefined ? rest : { ...rest, unitsMin };
}
