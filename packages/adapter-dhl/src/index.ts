export { type DhlOptions, dhlOptionsSchema } from './options.ts';
