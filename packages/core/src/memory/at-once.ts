import { frozenCopy } from './frozen-copy.ts';

/** A port of the store whose methods answer at once; the store makes promises of them in one place. */
export type AtOnce<Port> = {
  readonly [Name in keyof Port]: Port[Name] extends (...args: infer Args) => Promise<infer Result> ? (...args: Args) => Result : never;
};

/** Carries out one store call, or refuses it, or leaves it without an answer. */
export type Carry = <Result>(act: () => Result) => Promise<Result>;

/** The port as promised: arguments are copied the moment they are given, results are frozen. */
export function promised<Port>(slice: AtOnce<Port>, carry: Carry): Port {
  const methods = Object.entries(slice as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>);
  return Object.fromEntries(
    methods.map(([name, method]) => [
      name,
      (...args: readonly unknown[]) => {
        const given = args.map(frozenCopy);
        return carry(() => frozenCopy(method(...given)));
      },
    ]),
  ) as Port;
}
