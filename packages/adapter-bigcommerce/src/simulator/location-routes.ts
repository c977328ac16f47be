import { type Call, list, numbers, paged, pageOf, type Route } from './calls.ts';
import type { LocationRecord } from './catalog-records.ts';
import { toIsoZulu } from './dates.ts';
import { emit } from './hook-events.ts';
import { type Fields, isFields } from './json.ts';
import { ok, problem, type Reply, refuse } from './replies.ts';
import { nextId, now, type Shop, uuid } from './shop.ts';
import { DEFAULT_LOCATION } from './stock.ts';

const LOCATIONS = ['store_locations', 'store_inventory'];
const ACTIVE_MAX = 100;

/** Locations (sheet 4.4); writes answer `{transaction_id}`. */
export const locationRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/inventory/locations', scopes: LOCATIONS, lane: 'locations', run: listLocations },
  { method: 'POST', path: '/v3/inventory/locations', scopes: LOCATIONS, lane: 'locations', run: postLocations },
  { method: 'PUT', path: '/v3/inventory/locations', scopes: LOCATIONS, lane: 'locations', run: putLocations },
];

function listLocations(call: Call): Reply {
  const { shop, query } = call;
  const ids = numbers(query.get('location_id:in'));
  const codes = list(query.get('location_code:in'));
  const rows = [...shop.locations.values()]
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .filter(({ code }) => codes === undefined || codes.includes(code))
    .filter(({ id }) => isWanted(query.get('is_default'), id === DEFAULT_LOCATION))
    .filter(({ enabled }) => isWanted(query.get('is_active'), enabled))
    .filter(({ managedByExternalSource }) => isWanted(query.get('managed_by_external_source'), managedByExternalSource));
  return paged(call, rows.map(locationView), pageOf(call, 'inventory', { fallback: 50, max: 1000 }));
}

function isWanted(asked: string | null, actual: boolean): boolean {
  return asked === null || (asked === 'true') === actual;
}

function locationView(location: LocationRecord): Fields {
  return {
    ...location.more,
    id: location.id,
    code: location.code,
    label: location.label,
    description: '',
    managed_by_external_source: location.managedByExternalSource,
    type_id: location.typeId,
    enabled: location.enabled,
    time_zone: 'Europe/Berlin',
    storefront_visibility: true,
    created_at: toIsoZulu(location.createdAt),
    updated_at: toIsoZulu(location.updatedAt),
  };
}

function postLocations(call: Call): Reply {
  const { shop } = call;
  const bodies = bodiesIn(call);
  if (!shop.settings.multiLocation) return problem(403, 'The plan has one location only');
  for (const { code } of bodies)
    if (codeTaken(shop, code, undefined)) return problem(422, 'The code is already in use', { code: String(code) });
  if (shop.locations.size + bodies.length > ACTIVE_MAX) return problem(422, `At most ${ACTIVE_MAX} locations may be active`);
  for (const body of bodies) addLocation(shop, body);
  return ok({ transaction_id: uuid(shop) });
}

export function addLocation(shop: Shop, body: Fields): LocationRecord {
  const at = now(shop);
  const location: LocationRecord = {
    id: nextId(shop, 'location'),
    code: String(body.code),
    label: String(body.label ?? body.code),
    enabled: body.enabled !== false,
    managedByExternalSource: body.managed_by_external_source === true,
    typeId: body.type_id === 'VIRTUAL' ? 'VIRTUAL' : 'PHYSICAL',
    createdAt: at,
    updatedAt: at,
    more: isFields(body.address) ? { address: body.address } : {},
  };
  shop.locations.set(location.id, location);
  emit(shop, { scope: 'store/inventory/location/created', data: { location_id: location.id } });
  return location;
}

function putLocations(call: Call): Reply {
  const { shop } = call;
  for (const body of bodiesIn(call)) {
    const location = shop.locations.get(Number(body.id));
    if (location === undefined) return problem(404, 'Location was not found', { id: String(body.id) });
    if (codeTaken(shop, body.code, location)) return problem(422, 'The code is already in use', { code: String(body.code) });
    if (typeof body.code === 'string') location.code = body.code;
    if (typeof body.label === 'string') location.label = body.label;
    if (typeof body.enabled === 'boolean') location.enabled = body.enabled;
    if (typeof body.managed_by_external_source === 'boolean') location.managedByExternalSource = body.managed_by_external_source;
    location.updatedAt = now(shop);
    emit(shop, { scope: 'store/inventory/location/updated', data: { location_id: location.id } });
  }
  return ok({ transaction_id: uuid(shop) });
}

function codeTaken(shop: Shop, code: unknown, except: LocationRecord | undefined): boolean {
  return typeof code === 'string' && [...shop.locations.values()].some((location) => location !== except && location.code === code);
}

function bodiesIn(call: Call): readonly Fields[] {
  const { body } = call;
  return Array.isArray(body) && body.every(isFields) ? body : refuse(problem(422, 'JSON data is missing or invalid'));
}
