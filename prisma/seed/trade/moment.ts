import { AsyncLocalStorage } from "node:async_hooks";

const moments = new AsyncLocalStorage<Date>();

/** Runs `work` as if it were `at`: the sandbox's objects made in it are of that time, however much runs side by side. */
export function at<Value>(moment: Date, work: () => Promise<Value>): Promise<Value> {
  return moments.run(moment, work);
}

export function momentOr(fallback: Date): Date {
  return moments.getStore() ?? fallback;
}
