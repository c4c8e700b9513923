import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db, withTransaction } from "~/platform/db.server";
import { deliverMessage } from "~/platform/deliver-message.server";
import { env } from "~/platform/env.server";
import { SEND_MESSAGE, sendMessage } from "~/platform/message.server";
import { drainOutbox } from "~/platform/outbox.server";

const LETTER = { channel: "EMAIL", recipient: "li@example.test", subject: "订单 HH1 已付款", body: "谢谢。" } as const;

/** why: the world. A mail server that takes every letter, on the wire. */
const letters: string[] = [];
let server: Server;
beforeAll(async () => {
  server = createServer((socket: Socket) => {
    let data: string[] | undefined;
    socket.write("220 test\r\n");
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n")) {
        if (data) {
          if (line === ".") {
            letters.push(data.join("\n"));
            data = undefined;
            socket.write("250 taken\r\n");
          } else data.push(line);
        } else if (line.startsWith("DATA")) {
          data = [];
          socket.write("354 go on\r\n");
        } else if (line.startsWith("QUIT")) socket.end("221 bye\r\n");
        else if (line !== "") socket.write("250 ok\r\n");
      }
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());
beforeEach(async () => {
  letters.length = 0;
  Object.assign(env(), { DEMO: false, SMTP_URL: undefined });
});

const handlers = { [SEND_MESSAGE]: ({ key }: { key: string }) => deliverMessage({ messageId: key, now: new Date() }) };
const later = () => new Date(Date.now() + 1000);

test("a letter leaves once, when its transaction is committed, and is marked as sent", async () => {
  const address = server.address();
  Object.assign(env(), { SMTP_URL: `smtp://127.0.0.1:${typeof address === "object" ? address?.port : 0}` });
  await withTransaction("pay", (tx) => sendMessage(tx, LETTER));
  await drainOutbox(handlers, { now: later() });
  expect(letters).toHaveLength(1);
  expect(letters[0]).toContain("li@example.test");

  const stored = await db().message.findFirstOrThrow({ where: { recipient: LETTER.recipient } });
  expect(stored.sentAt).not.toBeNull();
  await deliverMessage({ messageId: stored.id, now: new Date() });
  expect(letters).toHaveLength(1);
});

test("in the demonstration nothing leaves the house; the catcher shows it as sent", async () => {
  Object.assign(env(), { DEMO: true });
  await sendMessage(db(), { ...LETTER, recipient: "13800000000", channel: "SMS" });
  await drainOutbox(handlers, { now: later() });
  expect(letters).toHaveLength(0);
  const stored = await db().message.findFirstOrThrow({ where: { recipient: "13800000000" } });
  expect(stored.sentAt).not.toBeNull();
});

test("without a mail server a letter waits, and says why", async () => {
  await sendMessage(db(), { ...LETTER, recipient: "waits@example.test" });
  expect(await drainOutbox(handlers, { now: later() })).toEqual({ handled: 0, failed: 1 });
  const stored = await db().message.findFirstOrThrow({ where: { recipient: "waits@example.test" } });
  expect(stored.sentAt).toBeNull();
  const lost = await db().$queryRaw`SELECT * FROM invariant_message_has_errand`;
  expect(lost).toEqual([]);
});

test("a letter that was written cannot be changed, nor sent a second time in the books", async () => {
  const stored = await db().message.findFirstOrThrow({ where: { sentAt: { not: null } } });
  const reworded = db().message.update({ where: { id: stored.id }, data: { body: "other words" } });
  await expect(reworded).rejects.toThrow("a written message does not change");
  const resent = db().message.update({ where: { id: stored.id }, data: { sentAt: new Date() } });
  await expect(resent).rejects.toThrow("a written message does not change");
});
