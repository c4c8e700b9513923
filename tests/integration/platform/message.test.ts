import { createServer as createHttpServer, type IncomingHttpHeaders } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addDays } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";
import { deliverMessage } from "~/platform/deliver-message.server";
import { env } from "~/platform/env.server";
import { forgetMessages } from "~/platform/forget-messages.server";
import { KEEP_MESSAGES_DAYS } from "~/platform/keep-messages";
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
  Object.assign(env(), { DEMO: false, SMTP_URL: undefined, SMS_GATEWAY_URL: undefined });
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

test("a short message goes to the gateway, once; one that is refused waits", async () => {
  const taken: { headers: IncomingHttpHeaders; body: unknown }[] = [];
  let status = 503;
  // why: the world. A gateway that is away at first.
  const gateway = createHttpServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (status === 202) taken.push({ headers: request.headers, body: JSON.parse(body) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  const { port } = gateway.address() as AddressInfo;
  Object.assign(env(), { SMS_GATEWAY_URL: `http://127.0.0.1:${port}/messages`, SMS_GATEWAY_TOKEN: "a token" });
  const code = {
    channel: "SMS",
    recipient: "13900000001",
    subject: "登录",
    body: "登录码 123456，5 分钟内有效。",
  } as const;
  await sendMessage(db(), code);
  const stored = await db().message.findFirstOrThrow({ where: { recipient: code.recipient } });
  const deliver = () => deliverMessage({ messageId: stored.id, now: new Date() });

  await expect(deliver()).rejects.toThrow("answered 503");
  expect((await db().message.findUniqueOrThrow({ where: { id: stored.id } })).sentAt).toBeNull();
  status = 202;
  await deliver();
  expect(await drainOutbox(handlers, { now: later() })).toEqual({ handled: 1, failed: 0 });
  expect(taken.map(({ body }) => body)).toEqual([{ id: stored.id, to: code.recipient, text: code.body }]);
  expect(taken[0]?.headers).toMatchObject({ authorization: "Bearer a token", "idempotency-key": stored.id });
  gateway.close();
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

test("what was sent is forgotten after its days; what still waits stays, however old", async () => {
  const sentAt = new Date("2026-06-01T00:00:00Z");
  const letter = (n: number) => ({ ...LETTER, recipient: `old${n}@example.test`, now: sentAt });
  for (const n of [1, 2, 3]) await sendMessage(db(), letter(n));
  await db().message.updateMany({ where: { recipient: "old1@example.test" }, data: { sentAt } });
  await db().message.updateMany({ where: { recipient: "old2@example.test" }, data: { sentAt: addDays(sentAt, 1) } });
  expect(await forgetMessages({ now: addDays(sentAt, KEEP_MESSAGES_DAYS) })).toEqual({ messages: 0 });
  expect(await forgetMessages({ now: addDays(sentAt, KEEP_MESSAGES_DAYS + 1) })).toEqual({ messages: 1 });
  const left = await db().message.findMany({
    where: { recipient: { startsWith: "old" } },
    select: { recipient: true },
  });
  expect(left.map(({ recipient }) => recipient).sort()).toEqual(["old2@example.test", "old3@example.test"]);
});
