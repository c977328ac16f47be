import type { MetafieldRecord } from './catalog-records.ts';
import { toIso } from './dates.ts';
import { emit } from './hook-events.ts';
import type { Fields } from './json.ts';
import { DOCS_TYPE } from './replies.ts';
import { nextId, now, type Shop } from './shop.ts';

const PERMISSION_SETS = ['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access'];
const PER_RESOURCE_MAX = 250;

export interface MetafieldError {
  readonly status: number;
  readonly title: string;
  readonly type: string;
  readonly errors: Fields;
}

export interface MetafieldTarget {
  readonly resourceType: string;
  readonly resourceId: number;
}

/** Whether this client may know of it: `app_only` fields of others are invisible, but for one scope (sheet 1.1, 3.5). */
export function isVisible(shop: Shop, field: MetafieldRecord): boolean {
  return field.permissionSet !== 'app_only' || isOwn(shop, field) || mayWriteAll(shop);
}

export function writeMetafield(
  shop: Shop,
  target: MetafieldTarget,
  body: Fields,
  owner = shop.settings.clientId,
): MetafieldRecord | MetafieldError {
  const wrong = fieldErrors(body, ['permission_set', 'namespace', 'key', 'value']);
  if (wrong !== undefined) return wrong;
  const namespace = String(body.namespace);
  const key = String(body.key);
  const siblings = [...shop.metafields.values()].filter((field) => isOn(field, target) && field.ownerClientId === owner);
  if (siblings.some((field) => field.namespace === namespace && field.key === key)) {
    // Unique on client id, namespace, key and resource (sheet 3.5).
    return failure(409, 'The combination of namespace and key already exists', {});
  }
  if (siblings.length >= PER_RESOURCE_MAX) return failure(422, `A resource may have at most ${PER_RESOURCE_MAX} metafields`, {});
  const at = now(shop);
  const field: MetafieldRecord = {
    id: nextId(shop, 'metafield'),
    ...target,
    ownerClientId: owner,
    namespace,
    key,
    value: String(body.value),
    description: typeof body.description === 'string' ? body.description : '',
    permissionSet: String(body.permission_set),
    createdAt: at,
    modifiedAt: at,
  };
  shop.metafields.set(field.id, field);
  announce(shop, field, 'created');
  return field;
}

/** Only the creator changes namespace, key and permissions; others may write values where the set says so (sheet 3.5). */
export function changeMetafield(shop: Shop, field: MetafieldRecord, body: Fields): MetafieldRecord | MetafieldError {
  const wrong = fieldErrors(body, []);
  if (wrong !== undefined) return wrong;
  const renames = ['namespace', 'key', 'permission_set'].some((name) => body[name] !== undefined);
  if (!isOwn(shop, field) && !mayWriteAll(shop) && (renames || !field.permissionSet.startsWith('write'))) {
    return failure(403, 'The metafield belongs to another client', {});
  }
  if (typeof body.namespace === 'string') field.namespace = body.namespace;
  if (typeof body.key === 'string') field.key = body.key;
  if (typeof body.permission_set === 'string') field.permissionSet = body.permission_set;
  if (typeof body.value === 'string') field.value = body.value;
  if (typeof body.description === 'string') field.description = body.description;
  field.modifiedAt = now(shop);
  announce(shop, field, 'updated');
  return field;
}

export function removeMetafield(shop: Shop, field: MetafieldRecord): MetafieldError | undefined {
  if (!isOwn(shop, field) && !mayWriteAll(shop)) return failure(403, 'The metafield belongs to another client', {});
  shop.metafields.delete(field.id);
  announce(shop, field, 'deleted');
  return undefined;
}

export function isOn(field: MetafieldRecord, { resourceType, resourceId }: MetafieldTarget): boolean {
  return field.resourceType === resourceType && field.resourceId === resourceId;
}

export function metafieldView(field: MetafieldRecord): Fields {
  return {
    id: field.id,
    permission_set: field.permissionSet,
    namespace: field.namespace,
    key: field.key,
    value: field.value,
    description: field.description,
    resource_type: field.resourceType,
    resource_id: field.resourceId,
    owner_client_id: field.ownerClientId,
    date_created: toIso(field.createdAt),
    date_modified: toIso(field.modifiedAt),
  };
}

export function failure(status: number, title: string, errors: Fields): MetafieldError {
  return { status, title, type: DOCS_TYPE, errors };
}

function fieldErrors(body: Fields, required: readonly string[]): MetafieldError | undefined {
  const errors: Record<string, string> = {};
  for (const name of required) if (body[name] === undefined) errors[name] = 'error.path.missing';
  for (const [name, max] of [
    ['namespace', 64],
    ['key', 64],
    ['value', 65_535],
    ['description', 255],
  ] as const) {
    const value = body[name];
    if (value === undefined) continue;
    const tooShort = name !== 'description' && value === '';
    if (typeof value !== 'string' || tooShort || value.length > max) errors[name] = `${name} must be a string of at most ${max} characters`;
  }
  if (body.permission_set !== undefined && !PERMISSION_SETS.includes(String(body.permission_set)))
    errors.permission_set = 'unknown permission set';
  // A batch names `id` and `resource_id` to say which field is meant.
  for (const name of ['resource_type', 'owner_client_id', 'date_created', 'date_modified']) {
    if (body[name] !== undefined) errors[name] = `${name} is read-only`;
  }
  return Object.keys(errors).length === 0 ? undefined : failure(422, 'JSON data is missing or invalid', errors);
}

function isOwn(shop: Shop, field: MetafieldRecord): boolean {
  return field.ownerClientId === shop.settings.clientId;
}

function mayWriteAll(shop: Shop): boolean {
  return shop.settings.scopes !== 'all' && shop.settings.scopes.includes('store_metafield_write_all');
}

/** `resource_id` is a string and there is no `type` (sheet 9.4). */
function announce(shop: Shop, field: MetafieldRecord, what: 'created' | 'updated' | 'deleted'): void {
  const data = { metafield_id: field.id, resource_id: String(field.resourceId), namespace: field.namespace };
  emit(shop, { scope: `store/${field.resourceType}/metafield/${what}`, data });
}
