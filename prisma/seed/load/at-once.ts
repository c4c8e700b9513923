/** Does the work for every item, at most `limit` side by side; the first failure stops the rest and is thrown. */
export async function atOnce<Item>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  let stopped = false;
  async function lane(): Promise<void> {
    while (!stopped) {
      const item = items[next++];
      if (item === undefined) return;
      try {
        await work(item);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}

/** The value of a use case that must not refuse here; a refusal is a mistake in the demonstration's data. */
export function accepted<Value>(
  what: string,
  result: { ok: true; value: Value } | { ok: false; failure: unknown },
): Value {
  if (result.ok) return result.value;
  const failure = JSON.stringify(result.failure, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  throw new Error(`${what} was refused: ${failure}`);
}
