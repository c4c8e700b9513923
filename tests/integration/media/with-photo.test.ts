import { expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { failed, succeeded } from "~/kernel/result";
import { withPhoto } from "~/media/with-photo.server";
import { db } from "~/platform/db.server";
import { photoBytes } from "#tests/builders/catalog";

const owner = { kind: "HOUSEHOLD", id: newId() } as const;
const stored = () => db().media.count({ where: { ownerId: owner.id } });
const aPaper = async () => ({ bytes: await photoBytes(), kind: "SLIP", owner, alt: "凭据", now: new Date() }) as const;

test("a photo stays with what was written for it", async () => {
  const written = await withPhoto(await aPaper(), (mediaId) => Promise.resolve(succeeded(mediaId)));
  expect(written.ok && (await db().media.count({ where: { id: written.value ?? "" } }))).toBe(1);
});

test("what is refused, or breaks, takes its photo with it", async () => {
  const before = await stored();
  const refused = await withPhoto(await aPaper(), () => Promise.resolve(failed({ kind: "amount" as const })));
  expect(refused).toEqual({ ok: false, failure: { kind: "amount" } });
  await expect(withPhoto(await aPaper(), () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  expect(await stored()).toBe(before);
});

test("a photo that is none is refused before anything is written", async () => {
  const nonsense = { ...(await aPaper()), bytes: new TextEncoder().encode("no picture") };
  const refused = await withPhoto(nonsense, () => Promise.reject(new Error("must not be asked")));
  expect(refused).toMatchObject({ failure: { kind: "photo", why: { kind: "not-a-photo" } } });
});

test("where no photo was chosen there is none", async () => {
  expect(await withPhoto(undefined, (mediaId) => Promise.resolve(succeeded(mediaId ?? "none")))).toEqual({
    ok: true,
    value: "none",
  });
});
