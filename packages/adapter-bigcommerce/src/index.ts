export { createBigcommerceChannel } from './channel.ts';
export { type BigcommerceOptions, bigcommerceOptionsSchema } from './options.ts';
