/** Marks a branch that the types exclude; reaching it is our own mistake. */
export function assertNever(value: never): never {
  throw new Error(`impossible value: ${JSON.stringify(value)}`);
}
