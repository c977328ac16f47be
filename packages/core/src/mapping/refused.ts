import { cutText } from '../kernel/cut-text.ts';
import type { Mapped } from './rule-program.ts';
import type { RefusalReason } from './value.ts';

/** Why a record is parked whose rules have no answer: a code of the catalogue, the rule and what it stumbled over. */
export interface MappingRefused {
  readonly ok: false;
  readonly reason: string;
  readonly data: Readonly<Record<string, string>>;
}

const reasons: Readonly<Record<RefusalReason, string>> = {
  EMPTY: 'MAPPING_WITHOUT_ANSWER',
  NOT_IN_TABLE: 'MAPPING_VALUE_UNKNOWN',
  NOT_A_NUMBER: 'MAPPING_VALUE_UNFIT',
  NOT_A_DATE: 'MAPPING_VALUE_UNFIT',
  TOO_LONG: 'MAPPING_TOO_LONG',
  RATE_MISSING: 'MAPPING_RATE_MISSING',
  VAT_RATE_MISSING: 'MAPPING_VAT_RATE_MISSING',
  TRANSFORM_FAILED: 'MAPPING_TRANSFORM_FAILED',
};

/** As much as a person needs to know it again. */
const shownMax = 100;

export function mappingRefused({ target, why, value }: Omit<Extract<Mapped, { ok: false }>, 'ok'>): MappingRefused {
  return { ok: false, reason: reasons[why], data: { target, ...(why === 'EMPTY' ? {} : { value: cutText(value, shownMax) }) } };
}
