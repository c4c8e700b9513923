/** How often `work` is done a second by `clients` at once, for some seconds; its first second warms up and does not count. */
export async function rate(
  { clients, seconds }: { clients: number; seconds: number },
  work: (client: number, turn: number) => Promise<unknown>,
): Promise<{ perSecond: number; medianMs: number; p99Ms: number; done: number }> {
  const warm = Date.now() + 1_000;
  const end = warm + seconds * 1_000;
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; Date.now() < end; turn++) {
        const began = performance.now();
        await work(client, turn);
        if (Date.now() >= warm && Date.now() < end) times.push(performance.now() - began);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100;
  return {
    perSecond: Math.round((times.length / seconds) * 100) / 100,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    done: times.length,
  };
}
