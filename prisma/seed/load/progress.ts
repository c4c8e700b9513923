/** Says how far the loading is: one line that grows on a terminal, a line every tenth elsewhere. */
export type Progress = {
  /** begins a named part of so many steps */
  begin(name: string, steps: number): void;
  step(count?: number): void;
  end(): void;
};

const WIDTH = 24;

export function openProgress(out: NodeJS.WriteStream = process.stdout, clock: () => number = Date.now): Progress {
  let name = "";
  let steps = 0;
  let done = 0;
  let began = 0;
  let said = -1;

  function show(): void {
    const share = steps === 0 ? 1 : Math.min(1, done / steps);
    const tenths = Math.floor(share * 10);
    const seconds = ((clock() - began) / 1000).toFixed(1);
    if (out.isTTY) {
      const filled = Math.round(share * WIDTH);
      const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
      out.write(`\r  ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${name}  ${seconds} s\x1b[K`);
    } else if (tenths !== said && (tenths === 10 || steps >= 100)) {
      out.write(`  ${String(tenths * 10).padStart(3)} %  ${name}  ${seconds} s\n`);
    }
    said = tenths;
  }

  return {
    begin(newName, newSteps) {
      [name, steps, done, began, said] = [newName, newSteps, 0, clock(), 0];
      if (out.isTTY) show();
    },
    step(count = 1) {
      done += count;
      show();
    },
    end() {
      done = steps;
      said = said === 10 ? 10 : -1;
      if (out.isTTY || said !== 10) show();
      if (out.isTTY) out.write("\n");
    },
  };
}

export const silent: Progress = { begin() {}, step() {}, end() {} };
