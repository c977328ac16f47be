/** A field that a mapping rule may read or write: it refuses a bad rule at save and fills a person's pickers. */
export interface FieldSpec {
  /** Dotted path, such as `price.gross`. */
  readonly path: string;
  readonly type: 'text' | 'money' | 'decimal' | 'integer' | 'boolean' | 'date';
  readonly required?: boolean;
  readonly lengthMax?: number;
  readonly decimalsMax?: number;
  readonly values?: readonly string[];
}
