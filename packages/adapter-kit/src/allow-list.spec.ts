import { describe, expect, it } from '@jest/globals';
import { createAllowList } from './allow-list.ts';

const find = createAllowList([
  { method: 'GET', path: '/v1/articles/{id}' },
  { method: 'GET', path: '/v1/articles' },
  { method: 'POST', path: '/v1/orders/{id}/notes.json' },
]);

describe('createAllowList', () => {
  it.each([
    ['GET', '/v1/articles', '/v1/articles'],
    ['GET', '/v1/articles/7', '/v1/articles/{id}'],
    ['GET', '/v1/articles/e9066f04-8cc7-4616-93f8-ac9ecc8479c8', '/v1/articles/{id}'],
    ['GET', '/v1/articles/M8%20A2', '/v1/articles/{id}'],
    ['GET', '/v1/articles/..7', '/v1/articles/{id}'],
    ['POST', '/v1/orders/7/notes.json', '/v1/orders/{id}/notes.json'],
  ])('lets %s %s through', (method, path, template) => {
    expect(find(method, path)?.path).toBe(template);
  });

  it.each([
    ['DELETE', '/v1/articles/7'],
    ['POST', '/v1/articles'],
    ['get', '/v1/articles'],
    ['GET', '/v1/articles/'],
    ['GET', '/v1/articles/7/8'],
    ['GET', '/v1/invoices'],
    ['GET', 'v1/articles'],
    ['GET', '/v1/articles?page=2'],
    ['GET', '/v1/articles/7?expand=all'],
    ['GET', '/v1/articles/7#x'],
    ['GET', '/v1/articles/..'],
    ['GET', '/v1/articles/.'],
    ['GET', '/v1/articles/%2e%2E'],
    ['GET', '/v1/articles/.%2e'],
    ['GET', '/v1/articles/..%2Finvoices'],
    ['GET', '/v1/articles/..%5cinvoices'],
    ['GET', '/v1/articles/..\\invoices'],
    ['GET', '/v1/articles/7\n'],
    ['GET', '/v1/articles/7 8'],
    ['GET', '/v1/articles/7%00'],
    ['POST', '/v1/orders/7/notesXjson'],
  ])('stops %s %j', (method, path) => {
    expect(find(method, path)).toBeUndefined();
  });
});
