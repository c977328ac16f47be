export const fieldTypes = ['text', 'money', 'decimal', 'integer', 'boolean', 'date', 'instant'] as const;

/**
 * `money` and `decimal` are decimal text, `integer` a whole number, `date` a day as `yyyy-mm-dd`, `instant` milliseconds
 * since the epoch.
 */
export type FieldType = (typeof fieldTypes)[number];

/** A field that a mapping rule may read or write: it refuses a bad rule at save and fills a person's pickers. */
export interface FieldSpec {
  /** Dotted path, such as `price.gross`. */
  readonly path: string;
  readonly type: FieldType;
  /** Read: always there, and never blank. Written: nothing may leave it out. */
  readonly required?: boolean;
  /** Of text, in UTF-16 units, as forms and databases of vendors count at the most. */
  readonly lengthMax?: number;
  /** Places after the point. */
  readonly decimalsMax?: number;
  /** The only values that occur, or that are taken. */
  readonly values?: readonly string[];
}
