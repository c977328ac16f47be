import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

/** Goal: the program that a newcomer copies runs as it stands. Method: import it and read what it printed. */
describe('the quick start', () => {
  const printed: string[] = [];

  beforeEach(() => {
    const keep = (...parts: unknown[]): void => {
      printed.push(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
    };
    jest.spyOn(console, 'log').mockImplementation(keep);
    jest.spyOn(console, 'warn').mockImplementation(keep);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('lists two articles, adopts none twice, places the order once and says what is wrong', async () => {
    const { heartbeat, onShopHook } = await import('./index.ts');

    expect(printed).toContain('plan {"create":1,"adopt":1,"update":0,"park":1,"none":0}');
    expect(printed).toContain('Article “Gutschein ohne Nummer” has no article number and cannot be listed in the shop.');
    expect(printed.at(-1)).toBe('["AB1001: 64.6 EUR"]');

    printed.length = 0;
    await heartbeat();

    expect(printed).toContain('orders 0 0 1 0 0');
    expect(printed.at(-1)).toBe('["AB1001: 64.6 EUR"]');
    expect(await onShopHook({ headers: {}, body: '{}' })).toBe(200);
  });
});
