import { dayOf } from "~/kernel/period";
import type { IntakeQueue } from "./queue";

/** Everything of this account on this phone, photos within: for the day when nothing else works. */
export async function saveAsFile(queue: IntakeQueue): Promise<void> {
  const records = await queue.all();
  const whole = await Promise.all(
    records.map(async (record) => {
      const photo = await queue.photoOf(record.clientId);
      return { ...record, photoData: photo ? await dataUrl(photo) : null };
    }),
  );
  const link = document.createElement("a");
  const file = new Blob([JSON.stringify({ kind: "huhui-intakes-1", records: whole }, null, 2)], {
    type: "application/json",
  });
  link.href = URL.createObjectURL(file);
  link.download = `收货单-${dayOf(new Date())}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function dataUrl(photo: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result)));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("unreadable")));
    reader.readAsDataURL(photo);
  });
}
