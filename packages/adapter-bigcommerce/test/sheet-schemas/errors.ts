/** Error bodies of section 1.5, by family. */
import { z } from 'zod';

const status = z.int().min(400).max(599);
const complaints = z.record(z.string(), z.unknown());
const v2 = z.array(z.strictObject({ status, message: z.string().min(1), details: z.record(z.string(), z.unknown()).optional() })).min(1);
const v3Members = {
  status,
  title: z.string().min(1),
  type: z.string().optional(),
  errors: complaints.optional(),
  instance: z.string().optional(),
  detail: z.string().optional(),
  code: z.union([z.string(), z.int()]).optional(),
};
const v3 = z.strictObject(v3Members);
const variantsBatch = z.strictObject({ batch_errors: z.array(v3).min(1) });
const priceRecords = z.strictObject({
  batch_errors: z.array(
    z.strictObject({
      data: z.strictObject({ price_list_id: z.int(), variant_id: z.unknown(), sku: z.unknown(), currency: z.unknown() }),
      field_errors: complaints,
    }),
  ),
});
const metafieldBatch = z.strictObject({
  data: z.array(z.unknown()),
  errors: z.array(v3).min(1),
  meta: z.strictObject({ total: z.int(), success: z.int(), failed: z.int() }),
});
const refunds = z.strictObject({ data: z.array(z.strictObject({ status, title: z.string(), type: z.string() })) });
const refundsDown = z.strictObject({
  data: z.array(z.strictObject({ order_id: z.int(), status, error: z.string() })),
  meta: z.object({}),
});

/** What is wrong with an error body; a gateway may answer without one, or with a page for people (1.5). */
export function errorFaults(
  path: string,
  answer: { readonly status: number; readonly type: string; readonly body: unknown },
): readonly string[] {
  if (answer.body === undefined || answer.type.startsWith('text/html'))
    return answer.status === 429 || answer.status >= 500 ? [] : ['an error without a body'];
  const shape = shapesOf(path, answer.status).safeParse(answer.body);
  const faults = shape.success ? [] : [`an error of another family: ${shape.error.message}`];
  const isProblem = answer.type.startsWith('application/problem+json');
  // Concurrency limits are answered ahead of the service (3.6, 4.4).
  if (path.startsWith('/v3/inventory/') && !isProblem && answer.status !== 429) faults.push('not application/problem+json');
  return faults;
}

function shapesOf(path: string, code: number): z.ZodType {
  if (path.startsWith('/v2/')) return v2;
  if (path.endsWith('/catalog/variants')) return z.union([variantsBatch, v3]);
  if (path.endsWith('/records')) return z.union([priceRecords, v3]);
  if (path.endsWith('/metafields')) return z.union([metafieldBatch, v3]);
  if (path.includes('/payment_actions/')) return code === 503 ? refundsDown : z.union([refunds, v3]);
  return v3;
}
