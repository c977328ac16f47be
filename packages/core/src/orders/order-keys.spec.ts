import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { carriesMarker, effectNamedBy, markKey, orderKey, peopleKey, salesOrderKey, salesOrderMarker } from './order-keys.ts';

const account = { vendor: 'bigcommerce', accountId: 'abc123' };

describe('the names of an order', () => {
  it('are these for ever: documents carry the marker, and rows the keys', () => {
    expect(orderKey(account, '4711')).toBe('bigcommerce:abc123/order/4711');
    expect(salesOrderKey(account, '4711')).toBe('bigcommerce:abc123/order/4711/place-sales-order');
    expect(markKey(account, '4711')).toBe('bigcommerce:abc123/order/4711/mark-order');
    expect(peopleKey(account, '4711', 2)).toBe('bigcommerce:abc123/order/4711/people/2');
    expect(salesOrderMarker(account, '4711')).toBe('Bestellung 4711 · abc123 · 848e4493a596');
  });

  it('differ for every order, account and vendor', () => {
    const names = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    const order = fc.record({ vendor: names, accountId: names, id: fc.stringMatching(/^[0-9]{1,9}$/) });
    fc.assert(
      fc.property(order, order, (one, other) => {
        const same = one.vendor === other.vendor && one.accountId === other.accountId && one.id === other.id;

        expect(salesOrderKey(one, one.id) === salesOrderKey(other, other.id)).toBe(same);
        expect(salesOrderMarker(one, one.id) === salesOrderMarker(other, other.id)).toBe(same);
      }),
    );
  });

  it('tell two vendors apart that give one account id: the readable half alone would not', () => {
    expect(salesOrderMarker(account, '1')).not.toBe(salesOrderMarker({ ...account, vendor: 'other' }, '1'));
  });

  it('fit one line and no order’s marker is part of another’s', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (one, other) => {
        const markers = [salesOrderMarker(account, String(one)), salesOrderMarker(account, String(other))] as const;
        expect(markers[0]).toMatch(/^Bestellung \d+ · abc123 · [0-9a-f]{12}$/);
        expect(markers[0].includes(markers[1])).toBe(one === other);
      }),
    );
  });
});

describe('the effect that texts name', () => {
  const marker = salesOrderMarker(account, '100');

  it('is that of the marker, wherever it stands and however its blanks were changed', () => {
    const key = salesOrderKey(account, '100');

    expect(effectNamedBy(['Vielen Dank', marker], account)).toBe(key);
    expect(effectNamedBy([`Bitte liefern.\n${marker.replaceAll(' ', ' \n ')}`], account)).toBe(key);
    expect(carriesMarker([`x ${marker.replaceAll(' ', '  ')}`], marker)).toBe(true);
  });

  it('is none where those of several orders stand, and still the one that stands there twice', () => {
    expect(effectNamedBy([salesOrderMarker(account, '99'), marker], account)).toBeUndefined();
    expect(effectNamedBy([marker, marker], account)).toBe(salesOrderKey(account, '100'));
  });

  it.each([
    ['no marker', 'Bestellung 100'],
    ['one of another account', salesOrderMarker({ ...account, accountId: 'other' }, '100')],
    ['one whose digits were changed', marker.replace(/[0-9a-f]$/, (last) => (last === '0' ? '1' : '0'))],
    ['one of another order’s digits', marker.replace('100', '101')],
  ])('is none for %s', (_what, text) => {
    expect(effectNamedBy([text], account)).toBeUndefined();
  });
});
