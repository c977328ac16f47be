import { wireDecimal, wireId, wireInstant, wireRfc2822 } from '@megzo/adapter-kit';
import { z } from 'zod';
import { v2List, v3List, wireMaybeId, wireText } from './common.ts';

/** A movement of money (sheet 5.5). Its parts by means of payment come as objects, empty objects or null: none of them is read. */
const transactionWire = z.object({
  id: wireId,
  event: wireText,
  method: wireText,
  amount: wireDecimal,
  currency: z.string().regex(/^[A-Z]{3}$/),
  gateway: wireText,
  gateway_transaction_id: wireText,
  status: wireText,
  test: z.boolean().nullish(),
  date_created: wireInstant,
});
export type WireTransaction = z.output<typeof transactionWire>;
export const transactionsWire = v3List(transactionWire);

const messageWire = z.object({
  id: wireId,
  type: wireText,
  staff_id: wireMaybeId,
  subject: wireText,
  message: wireText,
  date_created: wireRfc2822,
});
export type WireMessage = z.output<typeof messageWire>;
export const messagesWire = v2List(messageWire);
