import { typedPackWords } from "./pack-words";

// The listing's form while somebody types: what a pack weighs and costs per 斤, and the draft that keeps itself.

const WAIT_MS = 1_500;

for (const row of document.querySelectorAll<HTMLElement>("[data-pack]")) {
  const unit = row.dataset["unit"];
  const said = row.querySelector("output");
  if (!said || (unit !== "jin" && unit !== "kg" && unit !== "piece")) continue;
  row.addEventListener("input", () => {
    const typed = (name: string) => row.querySelector<HTMLInputElement>(`input[name$=".${name}"]`)?.value ?? "";
    said.textContent = typedPackWords({
      quantity: typed("quantity"),
      price: typed("price"),
      unit,
      pieceName: row.dataset["piece"] ?? "",
    });
  });
}

const form = document.querySelector<HTMLFormElement>("form[data-keeps-draft]");
if (form) keepItself(form);

function keepItself(form: HTMLFormElement): void {
  const state = form.querySelector<HTMLElement>("[data-draft-state]");
  const say = (words: string) => {
    if (state) state.textContent = words;
  };
  let isUnsaved = false;
  let waiting: number | undefined;

  const keep = async () => {
    window.clearTimeout(waiting);
    const body = new FormData(form);
    body.set("intent", "autosave");
    isUnsaved = false;
    try {
      const answer = await fetch(form.dataset["keepsDraft"] ?? "", { method: "POST", body });
      const isKept = answer.ok && (answer.headers.get("Content-Type") ?? "").includes("json");
      if (!isKept) throw new Error(String(answer.status));
      const { savedAt } = (await answer.json()) as { savedAt: string };
      say(`草稿已自动存好（${savedAt}），还没有正式保存。`);
    } catch {
      isUnsaved = true;
      say("草稿没有存上：可能没有网络，或登录已失效。请先不要关掉这一页。");
    }
  };

  form.addEventListener("input", () => {
    isUnsaved = true;
    say("有改动，还没有保存……");
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void keep(), WAIT_MS);
  });
  form.addEventListener("focusout", () => {
    if (isUnsaved) void keep();
  });
  form.addEventListener("submit", () => {
    window.clearTimeout(waiting);
    isUnsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
}
