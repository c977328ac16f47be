export { type EventMessage, type EventMessageOptions, readEventMessage } from './event-message.ts';
export { createLexofficeInvoicing } from './invoicing.ts';
export { type LexofficeOptions, lexofficeOptionsSchema } from './options.ts';
