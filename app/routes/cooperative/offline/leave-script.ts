import { isWaiting, IntakeQueue } from "./queue";
import { saveAsFile } from "./save-queue-file";
import { SCALE_CACHE, SCALE_SCOPE } from "./scale-cache";
import { sendQueue } from "./send-queue";

// Leaving a phone: the scale's page goes, what waits is sent, saved as a file, or stays under its account's lock.

const form = document.querySelector<HTMLFormElement>("#leave") ?? document.createElement("form");
const said = document.querySelector("#leave-state") ?? document.createElement("p");
const { user = "", sync = "" } = form.dataset;

void leave();

async function leave(): Promise<void> {
  await forgetPage();
  let queue: IntakeQueue;
  try {
    queue = await IntakeQueue.open(user);
  } catch {
    return form.submit(); // a browser that keeps nothing has nothing waiting
  }
  const waiting = async () => (await queue.all()).filter(isWaiting).length;
  const refused = async () => (await queue.all()).filter((record) => record.state === "refused").length;
  const goOrTell = async () => {
    const [left, bad] = [await waiting(), await refused()];
    if (left + bad > 0) {
      said.textContent = `这部手机上还有 ${left} 单没有发送${bad > 0 ? `，${bad} 单需要修改` : ""}。`;
      for (const part of document.querySelectorAll<HTMLElement>("[data-waiting]")) part.hidden = false;
      return;
    }
    for (const { clientId } of await queue.all()) await queue.remove(clientId);
    form.submit();
  };
  document.querySelector("#leave-send")?.addEventListener("click", () => {
    said.textContent = "正在发送……";
    void sendQueue(queue, sync, async () => {}).then(async (ended) => {
      await goOrTell();
      if (ended === "no-network") said.textContent += "没有网络，请到有信号的地方再发。";
    });
  });
  document.querySelector("#leave-file")?.addEventListener("click", () => void saveAsFile(queue));
  await goOrTell();
}

/** Whoever holds the phone next sees nothing of the scale, with a network or without. */
async function forgetPage(): Promise<void> {
  try {
    await caches.delete(SCALE_CACHE);
    const registration = await navigator.serviceWorker.getRegistration(SCALE_SCOPE);
    await registration?.unregister();
  } catch {
    // a browser without caches has kept nothing
  }
}
