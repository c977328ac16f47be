export interface PageSize {
  readonly pageSize: number;
  readonly pageUnit?: number;
}

/** Whether a page of so many rows may be followed by another. */
export function couldBeFull(rows: number, { pageSize, pageUnit }: PageSize): boolean {
  return rows >= pageSize || (pageUnit !== undefined && rows > 0 && rows % pageUnit === 0);
}
