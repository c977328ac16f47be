import { type Answer, type Call, type Clock, type Diagnosis, done, type Finding, isAccountError, rejected, SyncError } from '@megzo/core';
import type { Client } from './client.ts';
import type { Settled } from './options.ts';
import { readPayment } from './payments.ts';
import type { Profile } from './wire/profile.ts';

/** A key ends so long after it was made, at the latest (sheet 1.1). */
const keyMonths = 24;
/** A young account cannot hold an old key. */
const youngMs = (keyMonths - 2) * 30 * 24 * 60 * 60_000;

/** An id that nothing has: what is asked for is the right to read, and a 404 says yes (sheet 1.6). */
const nobody = '00000000-0000-4000-8000-000000000000';

export interface CheckParts extends Pick<Settled, 'organizationId' | 'events'> {
  readonly client: Client;
  readonly clock: Clock;
}

interface Right {
  readonly about: string;
  /** What is missing without it. Absent: nothing works. */
  readonly loss?: string;
  ask(client: Client, call: Call): Promise<Answer<unknown>>;
}

const rights: readonly Right[] = [
  { about: 'countries', ask: (client, call) => client.countries(call) },
  { about: 'articles', ask: (client, call) => client.articles({ page: 0, size: 25 }, call) },
  // Nobody's address: what is asked for is the right, not the customers.
  { about: 'contacts', ask: (client, call) => client.contacts({ email: 'nobody@example.invalid', page: 0, size: 25 }, call) },
  {
    about: 'vouchers',
    ask: (client, call) => client.vouchers({ voucherType: 'orderconfirmation', voucherStatus: 'draft', page: 0, size: 25 }, call),
  },
  { about: 'order confirmations', ask: (client, call) => client.orderConfirmation(nobody, call) },
  {
    about: 'invoices',
    loss: 'Invoices are not found and not attached to orders.',
    ask: (client, call) => client.document({ kind: 'invoice', uuid: nobody }, call),
  },
  {
    about: 'credit notes',
    loss: 'Refunds are not matched with credit notes.',
    ask: (client, call) => client.document({ kind: 'credit-note', uuid: nobody }, call),
  },
  {
    about: 'delivery notes',
    loss: 'Delivery notes are not read.',
    ask: (client, call) => client.document({ kind: 'delivery-note', uuid: nobody }, call),
  },
  {
    about: 'payments',
    loss: 'Invoices cannot be read together with what was paid.',
    ask: (client, call) => readPayment(client, nobody, call),
  },
];

const webhookRight: Right = {
  about: 'event subscriptions',
  loss: 'Changes are seen at the next heartbeat only.',
  ask: (client, call) => client.subscriptions(call),
};

/**
 * Ten reads, eleven with webhooks: the profile, and one call for each right that the flows need. A key's right to write shows only in
 * a write, so that it is not told here. An answer other than `done` means that not even the profile was given.
 */
export async function checkAccount({ client, clock, organizationId, events }: CheckParts, call: Call): Promise<Answer<Diagnosis>> {
  const profile = await client.profile(call);
  if (profile.status === 'rejected' && profile.error.code === 'UNAUTHORIZED') return rejected(keyRefused(profile.error));
  if (profile.status !== 'done') return profile;
  const findings = [...accountOf(profile.value, organizationId), planOf(profile.value), keyAgeOf(profile.value, clock.now())];
  for (const right of events === undefined ? rights : [...rights, webhookRight]) findings.push(await readingOf(right, client, call));
  return done({ accountId: profile.value.organizationId, name: profile.value.companyName ?? '', findings });
}

/** The vendor answers a key that has ended as it does one that never was. */
function keyRefused({ details }: SyncError): SyncError {
  return new SyncError(
    'UNAUTHORIZED',
    `lexoffice does not accept the key: it was withdrawn, mistyped, or has ended, ${keyMonths} months after it was made at the latest. Make a new one in the web application and enter it in the connection.`,
    { details },
  );
}

function accountOf(profile: Profile, expected: string | undefined): readonly Finding[] {
  if (expected === undefined) return [];
  if (profile.organizationId.toLowerCase() === expected.toLowerCase()) return [{ level: 'ok', about: 'account' }];
  return [
    { level: 'failure', about: 'account', remedy: 'The key belongs to another organisation than the options name. Correct one of them.' },
  ];
}

/** Absent or strange features say nothing against the account. */
function planOf({ businessFeatures }: Profile): Finding {
  if (businessFeatures == null || businessFeatures.some((feature) => feature.startsWith('INVOICING'))) {
    return { level: 'ok', about: 'plan' };
  }
  return { level: 'failure', about: 'plan', remedy: 'Book a Lexware Office plan with invoicing and the public API (XL).' };
}

/**
 * The vendor tells no key's age. All that can be known: a key is not older than what the profile calls created, be that the
 * organisation or its connection. Older ones are left to the calendar; a warning that never goes would warn of nothing.
 */
function keyAgeOf({ created }: Profile, now: number): Finding {
  if (created?.date != null && now - created.date < youngMs) return { level: 'ok', about: 'age of the key' };
  return {
    level: 'ok',
    about: 'age of the key',
    remedy: `The vendor does not tell when a key ends: ${keyMonths} months after it was made at the latest. Note that day, and make a new key before; webhooks are then subscribed anew.`,
  };
}

async function readingOf({ about, loss, ask }: Right, client: Client, call: Call): Promise<Finding> {
  const answer = await ask(client, call);
  const right = `permission to read ${about}`;
  if (answer.status === 'done') return { level: 'ok', about: right };
  if (isAccountError(answer.error)) {
    const remedy = [loss, `Make a new API key that may read ${about}: a key is never widened.`]
      .filter((part) => part !== undefined)
      .join(' ');
    return { level: loss === undefined ? 'failure' : 'warning', about: right, remedy };
  }
  return { level: 'warning', about: right, remedy: 'The vendor gave no clear answer; check again later.' };
}
