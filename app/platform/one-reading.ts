/**
 * Shares a reading among those who wait together, but never one that began before they asked: at most one is under way,
 * and one more is agreed on for everybody who comes meanwhile.
 */
export function oneReading<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let current: Promise<unknown> | undefined;
  let following: Promise<Value> | undefined;
  const begin = (): Promise<Value> => {
    const reading = read().finally(() => {
      if (current === reading) current = undefined;
    });
    current = reading;
    return reading;
  };
  return () => {
    if (!current) return begin();
    following ??= current
      .catch(() => {})
      .then(() => {
        following = undefined;
        return begin();
      });
    return following;
  };
}
