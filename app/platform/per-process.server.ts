export type PerProcess<Value> = {
  /** what is kept; made now if nothing is */
  get(): Value;
  /** what is kept, if anything */
  peek(): Value | undefined;
  /** keeps another; undefined makes a new one at the next `get` */
  set(value: Value | undefined): void;
};

const all: PerProcess<unknown>[] = [];

/**
 * What a process makes once, at first use, and keeps while it lives: a client, the parsed environment, what pages remember.
 * `untilClosed`: whoever closes it ends it, and beginning anew leaves it as it is.
 */
export function perProcess<Value>(make: () => Value, { untilClosed = false } = {}): PerProcess<Value> {
  let kept: { readonly value: Value } | undefined;
  const one: PerProcess<Value> = {
    get: () => (kept ??= { value: make() }).value,
    peek: () => kept?.value,
    set: (value) => {
      kept = value === undefined ? undefined : { value };
    },
  };
  if (!untilClosed) all.push(one as PerProcess<unknown>);
  return one;
}

/** The process begins anew: for tests, each of which has an environment of its own. */
export function forgetEverything(): void {
  for (const one of all) one.set(undefined);
}
