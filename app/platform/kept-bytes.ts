/** A memory with a limit in bytes: what was kept longest goes first. */
export type KeptBytes<Kept> = {
  readonly get: (key: string) => Kept | undefined;
  readonly keep: (key: string, value: Kept) => void;
  readonly forget: (key: string) => void;
};

export function keptBytes<Kept>(mostBytes: number, sizeOf: (value: Kept) => number): KeptBytes<Kept> {
  const kept = new Map<string, Kept>();
  let bytes = 0;

  function forget(key: string): void {
    const value = kept.get(key);
    if (value === undefined) return;
    bytes -= sizeOf(value);
    kept.delete(key);
  }

  return {
    get: (key) => kept.get(key),
    forget,
    keep(key, value) {
      forget(key);
      kept.set(key, value);
      bytes += sizeOf(value);
      for (const oldest of kept.keys()) {
        if (bytes <= mostBytes) break;
        forget(oldest);
      }
    },
  };
}
