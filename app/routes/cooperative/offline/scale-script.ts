import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { parseWeight } from "~/kernel/quantity";
import { weightWords } from "~/supply/weight-words";
import { IntakeQueue, isWaiting, type QueuedIntake } from "./queue";
import { saveAsFile } from "./save-queue-file";
import { SCALE_CACHE, SCALE_SCOPE } from "./scale-cache";
import type { ScaleData } from "./scale-data";
import { sendQueue } from "./send-queue";

// The scale's page: choose, weigh, save to the phone, next. What was saved is sent when there is a network.

const SHOWN_AT_MOST = 8;
const TRY_AGAIN_MS = 30_000;
const PHOTO_SIDE = 1280;

type Unit = "jin" | "kg" | "piece";

const data = JSON.parse(find("scale-data").dataset["scale"] ?? "") as ScaleData;
const form = find<HTMLFormElement>("scale");
const chosen = { household: "", product: data.products[0]?.id ?? "", grade: "", unit: rememberedUnit() };
let isSending = false;

void start();

async function start(): Promise<void> {
  let queue: IntakeQueue;
  try {
    queue = await IntakeQueue.open(data.userId);
  } catch {
    say("这个浏览器不能在手机上存单（可能是无痕模式）。请用“记一笔收货”页面。");
    return;
  }
  form.hidden = false;
  find("scale-queue").hidden = false;
  void navigator.storage?.persist?.();
  void keepForOffline();

  const show = async () => drawQueue(queue, await queue.all());
  const send = async (isAsked = false) => {
    if (isSending) return;
    if (!navigator.onLine && !isAsked) {
      const waiting = (await queue.all()).filter(isWaiting).length;
      if (waiting > 0) say(`没有网络，${waiting} 单存在这部手机上，有网后自动发送。`);
      return show();
    }
    isSending = true;
    try {
      const ended = await locked(() => sendQueue(queue, data.syncUrl, show));
      const waiting = (await queue.all()).filter(isWaiting).length;
      if (ended === "signed-out") say("登录已失效或换了账号：单据还在这部手机上，重新登录后自动发送。");
      else if (ended === "no-network") say(`没有网络，${waiting} 单存在这部手机上，有网后自动发送。`);
      else say(waiting === 0 ? "全部已发送。" : `还有 ${waiting} 单没有发出，稍后自动再发。`);
    } finally {
      isSending = false;
      await show();
    }
    return undefined;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(queue, send);
  });
  input("q").addEventListener("input", drawPeople);
  for (const name of ["gross", "tare", "deduction", "price"]) input(name).addEventListener("input", drawSums);
  find("scale-send").addEventListener("click", () => void send(true));
  find("scale-file").addEventListener("click", () => void saveAsFile(queue));
  addEventListener("online", () => void send());
  addEventListener("offline", () => say("没有网络：照常过秤，单据先存在这部手机上。"));
  document.addEventListener("visibilitychange", () => void (document.visibilityState === "visible" && send()));
  setInterval(() => void queue.all().then((all) => (all.some(isWaiting) ? send() : undefined)), TRY_AGAIN_MS);

  chooseProduct(chosen.product);
  drawPeople();
  await show();
  await send();
}

/** Two tabs do not send side by side; the server would store once anyway. */
async function locked<Value>(work: () => Promise<Value>): Promise<Value> {
  return navigator.locks ? await navigator.locks.request("huhui-scale-send", () => work()) : work();
}

async function save(queue: IntakeQueue, send: () => Promise<void>): Promise<void> {
  const problem = missing();
  if (problem) {
    sayProblem(problem.text);
    problem.at.focus();
    return;
  }
  const product = productNow();
  const member = data.members.find(({ id }) => id === chosen.household);
  const unitWord = wordOf(chosen.unit);
  const file = input("photo").files?.[0];
  const photo = file && (await smaller(file));
  const clientId = newId();
  const record: QueuedIntake = {
    clientId,
    userId: data.userId,
    cooperativeId: data.cooperativeId,
    fields: {
      cooperativeId: data.cooperativeId,
      householdId: chosen.household,
      productId: chosen.product,
      grade: chosen.grade,
      unit: chosen.unit,
      ...Object.fromEntries(
        ["gross", "tare", "deduction", "price", "note", "paperNumber", "unusualReason"].map((name) => [
          name,
          input(name).value.trim(),
        ]),
      ),
      ...(input("conformity").value === "" ? {} : { conformity: input("conformity").value }),
      mode: input("mode").value,
      weighedBy: data.weigher,
      deliveredOn: dayOf(new Date()),
    },
    words: `${member?.name ?? "其他供货人"} · ${product?.name ?? ""} ${chosen.grade} · ${input("gross").value.trim()} ${unitWord}`,
    typedAt: Date.now(),
    state: "waiting",
    problem: "",
    number: "",
    href: "",
    photo: photo ? "waiting" : "none",
    photoProblem: "",
  };
  try {
    await queue.add(record, photo);
  } catch {
    sayProblem("没有存上：这部手机的空间不够。请先发送或存成文件，再记下一户。");
    return;
  }
  sayProblem("");
  say(`已记下：${record.words}`);
  for (const name of ["gross", "tare", "deduction", "note", "paperNumber", "unusualReason", "photo", "q"]) {
    input(name).value = "";
  }
  chosen.household = "";
  drawPeople();
  drawSums();
  find("scale-top").scrollIntoView();
  input("q").focus({ preventScroll: true });
  await send();
}

function missing(): { text: string; at: HTMLElement } | undefined {
  if (chosen.household === "") return { text: "请选择供货人。", at: input("q") };
  if (chosen.grade === "") return { text: "请选择等级。", at: find("scale-grades").querySelector("button") ?? form };
  if (netNow() === undefined) return { text: "毛重请填数字，例如 23.5；减去皮重和扣杂要有剩余。", at: input("gross") };
  if (input("mode").value !== "CONSIGNED" && input("price").value.trim() === "") {
    return { text: "买断和预付要填单价；价格未定的请选代销。", at: input("price") };
  }
  return undefined;
}

function drawPeople(): void {
  const query = input("q").value.trim().toLowerCase();
  const matching = data.members.filter(({ search }) => query !== "" && search.includes(query));
  const recent = data.recent.flatMap((id) => data.members.filter((one) => one.id === id));
  const list = query === "" ? recent : matching;
  const shown = list.slice(0, SHOWN_AT_MOST).map(({ id, name, about }) => ({ value: id, label: name, about }));
  const other = { value: "other", label: "其他供货人", about: "没有登记的农户" };
  const kept = data.members.find(({ id }) => id === chosen.household);
  const isShown = shown.some(({ value }) => value === chosen.household);
  const first = kept && !isShown ? [{ value: kept.id, label: kept.name, about: kept.about }] : [];
  drawChoices("scale-people", [...first, ...shown, other], chosen.household, (value) => {
    chosen.household = value;
    drawPeople();
  });
  const none = query !== "" && matching.length === 0;
  find("scale-found").textContent = none
    ? `没有找到“${query}”`
    : matching.length > SHOWN_AT_MOST
      ? `还有 ${matching.length - SHOWN_AT_MOST} 户，请多打几个字`
      : "";
}

function chooseProduct(productId: string): void {
  chosen.product = productId;
  const product = productNow();
  if (!product) return;
  const counting = product.isCounted ? "piece" : rememberedUnit();
  chosen.unit = counting;
  chosen.grade = product.grades.includes(product.grade) ? product.grade : "";
  input("mode").value = product.mode;
  input("conformity").value = product.certified ? "" : "NOT_IN_SCOPE";
  input("price").value = product.price[counting];
  drawChoices(
    "scale-products",
    data.products.map(({ id, name }) => ({ value: id, label: name })),
    chosen.product,
    chooseProduct,
  );
  drawUnits();
  drawGrades();
  drawSums();
}

function drawGrades(): void {
  const grades = productNow()?.grades.map((grade) => ({ value: grade, label: grade })) ?? [];
  drawChoices("scale-grades", grades, chosen.grade, (grade) => {
    chosen.grade = grade;
    drawGrades();
  });
}

function drawUnits(): void {
  const units = productNow()?.isCounted
    ? []
    : [
        { value: "jin", label: "按斤记" },
        { value: "kg", label: "按公斤记" },
      ];
  drawChoices("scale-units", units, chosen.unit, (unit) => {
    chosen.unit = unit === "kg" ? "kg" : "jin";
    localStorage.setItem("huhui-unit", chosen.unit);
    input("price").value = productNow()?.price[chosen.unit] ?? "";
    drawUnits();
    drawSums();
  });
  const word = wordOf(chosen.unit);
  for (const place of form.querySelectorAll("[data-unit]")) place.textContent = word;
  for (const place of form.querySelectorAll("[data-price-unit]")) place.textContent = `元/${word}`;
}

/** The net weight in words, as it is read back to the household, and what it comes to. */
function drawSums(): void {
  const net = netNow();
  const price = Number(input("price").value);
  const words =
    net === undefined ? "" : chosen.unit === "piece" ? `净 ${net} ${wordOf("piece")}` : `净重 ${weightWords(net)}`;
  const count = net === undefined ? 0 : chosen.unit === "piece" ? net : chosen.unit === "jin" ? net / 500 : net / 1000;
  const comesTo = net !== undefined && price > 0 ? `，约 ${(count * price).toFixed(2)} 元` : "";
  find("scale-words").textContent = words + comesTo;
}

function netNow(): number | undefined {
  const [gross, tare, deduction] = ["gross", "tare", "deduction"].map((name) => quantityOf(input(name).value.trim()));
  if (gross === undefined || tare === undefined || deduction === undefined) return undefined;
  const net = gross - tare - deduction;
  return net > 0 ? net : undefined;
}

function quantityOf(typed: string): number | undefined {
  if (typed === "") return 0;
  if (chosen.unit === "piece") return /^\d{1,7}$/.test(typed) ? Number(typed) : undefined;
  return parseWeight(typed, chosen.unit);
}

function drawQueue(queue: IntakeQueue, records: readonly QueuedIntake[]): void {
  const count = (state: QueuedIntake["state"]) => records.filter((one) => one.state === state).length;
  find("scale-waiting").textContent = String(records.filter(isWaiting).length);
  find("scale-sent").textContent = String(count("sent"));
  find("scale-refused").textContent = String(
    records.filter((one) => one.state === "refused" || one.photo === "refused").length,
  );
  const list = find("scale-list");
  list.replaceChildren(
    ...records.map((record) => {
      const item = document.createElement("li");
      item.dataset["state"] = record.state;
      item.append(element("strong", stateWord(record)), " ", element("span", record.words));
      if (record.number !== "") {
        const link = element("a", record.number) as HTMLAnchorElement;
        link.href = record.href;
        item.append(" ", link);
      }
      const problem = [record.problem, record.photoProblem && `照片：${record.photoProblem}`].filter(Boolean).join(" ");
      if (problem) item.append(element("p", problem));
      if (record.state === "refused") {
        item.append(
          action("修改后重发", async () => {
            const photo = await queue.photoOf(record.clientId);
            refill(record);
            if (photo) say("原来的照片请重新拍一张。");
            await queue.remove(record.clientId);
            drawQueue(queue, await queue.all());
          }),
          action("删除", async () => {
            if (!confirm(`删除这一单？${record.words}`)) return;
            await queue.remove(record.clientId);
            drawQueue(queue, await queue.all());
          }),
        );
      }
      return item;
    }),
  );
}

function stateWord(record: QueuedIntake): string {
  if (record.state === "refused") return "需修改";
  if (record.state === "waiting") return "待发送";
  return record.photo === "waiting" ? "已发送，照片待发送" : "已发送";
}

function refill(record: QueuedIntake): void {
  chooseProduct(record.fields["productId"] ?? "");
  chosen.household = record.fields["householdId"] ?? "";
  chosen.grade = record.fields["grade"] ?? "";
  chosen.unit = record.fields["unit"] === "kg" ? "kg" : record.fields["unit"] === "piece" ? "piece" : "jin";
  for (const name of [
    "gross",
    "tare",
    "deduction",
    "price",
    "note",
    "paperNumber",
    "unusualReason",
    "conformity",
    "mode",
  ]) {
    input(name).value = record.fields[name] ?? "";
  }
  drawPeople();
  drawUnits();
  drawGrades();
  drawSums();
  sayProblem(record.problem);
  find("scale-top").scrollIntoView();
}

/** A phone's photo has 5 MB; what must be read on a slip fits in a tenth. What cannot be drawn is sent as it is. */
async function smaller(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    // At once: toBlob waits for the browser to be idle, which after a tap takes a second of who weighs.
    const [, base64 = ""] = canvas.toDataURL("image/jpeg", 0.82).split(",");
    const drawn = new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], { type: "image/jpeg" });
    return drawn.size > 0 && drawn.size < file.size ? drawn : file;
  } catch {
    return file;
  }
}

/** This page, its styles and this script, so that the worker can show them where there is no network. */
async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(find("scale-data").dataset["worker"] ?? "", { scope: SCALE_SCOPE });
    const answer = await fetch(location.pathname + location.search, { redirect: "error" });
    if (!answer.ok) return;
    const cache = await caches.open(SCALE_CACHE);
    await cache.put(location.pathname, answer);
    const parts = [
      ...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>(
        "link[rel=stylesheet], link[rel=icon], script[src]",
      ),
    ];
    await Promise.all(parts.map((part) => cache.add(part instanceof HTMLLinkElement ? part.href : part.src)));
    document.documentElement.dataset["offlineReady"] = "";
  } catch {
    // without a network now, or in a browser that keeps nothing: what was kept before stays
  }
}

function productNow() {
  return data.products.find(({ id }) => id === chosen.product);
}

function wordOf(unit: Unit): string {
  return { jin: "斤", kg: "kg", piece: productNow()?.pieceName ?? "个" }[unit];
}

function rememberedUnit(): Unit {
  return localStorage.getItem("huhui-unit") === "kg" ? "kg" : "jin";
}

function drawChoices(
  id: string,
  choices: readonly { value: string; label: string; about?: string }[],
  selected: string,
  choose: (value: string) => void,
): void {
  const group = find(id);
  const hadFocus = group.contains(document.activeElement);
  group.replaceChildren(
    ...choices.map(({ value, label, about }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button pick";
      button.dataset["tone"] = "quiet";
      button.setAttribute("aria-pressed", String(value === selected));
      button.append(label);
      if (about) button.append(" ", Object.assign(element("span", about), { className: "caption" }));
      button.addEventListener("click", () => choose(value));
      return button;
    }),
  );
  if (hadFocus) group.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
}

function action(label: string, work: () => Promise<void>): HTMLElement {
  const button = Object.assign(element("button", label) as HTMLButtonElement, { type: "button", className: "button" });
  button.dataset["tone"] = "link";
  button.addEventListener("click", () => void work());
  return button;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function say(text: string): void {
  find("scale-state").textContent = text;
}

function sayProblem(text: string): void {
  const place = find("scale-problem");
  place.textContent = text;
  place.hidden = text === "";
}

function input(name: string): HTMLInputElement {
  const found = form.elements.namedItem(name);
  if (!found) throw new Error(`no field ${name}`);
  return found as HTMLInputElement;
}

function find<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`nothing is called ${id}`);
  return found as Kind;
}
