import { expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { loader as todayLoader } from "~/routes/cooperative/today";
import { watchPapers } from "~/supply/watch-papers.server";
import { anApprovedCooperative, aManager } from "#tests/builders/cooperatives";
import { visit } from "../cooperative-console/visit";

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const at = (text: string) => new Date(`${text}T02:00:00Z`);

async function aPaperOf(cooperativeId: string, number: string, expiresOn: string) {
  await db().qualityDocument.create({
    data: {
      id: newId(),
      kind: "GREEN",
      number,
      holderKind: "COOPERATIVE",
      holderId: cooperativeId,
      issuedOn: day("2024-01-01"),
      expiresOn: day(expiresOn),
      createdAt: day("2024-01-01"),
    },
  });
}

test("a certificate warns at thirty and seven days and when it is over, once each; a new one ends the warnings", async () => {
  const cooperativeId = await anApprovedCooperative();
  const manager = await aManager(cooperativeId);
  await db().user.update({ where: { id: manager.userId }, data: { email: "paper@example.test" } });
  await aPaperOf(cooperativeId, "LB-1", "2027-06-30");
  const bodies = async () =>
    (await db().message.findMany({ where: { recipient: "paper@example.test" }, orderBy: { createdAt: "asc" } })).map(
      ({ body }) => body.split("，")[0],
    );
  const announced = () => db().outbox.count({ where: { topic: "cooperative.changed", key: cooperativeId } });
  const before = await announced();
  await watchPapers({ now: at("2027-05-01") });
  expect(await bodies()).toEqual([]);
  for (const when of ["2027-05-31", "2027-06-01", "2027-06-24", "2027-06-30"]) await watchPapers({ now: at(when) });
  expect(await bodies()).toEqual(["LB-1：绿色食品证书还有 30 天到期", "LB-1：绿色食品证书还有 6 天到期"]);
  expect(await announced()).toBe(before);
  await watchPapers({ now: at("2027-07-01") });
  await watchPapers({ now: at("2027-07-02") });
  expect((await bodies())[2]).toContain("LB-1：绿色食品证书已到期");
  expect(await bodies()).toHaveLength(3);
  expect(await announced()).toBe(before + 1);
  await aPaperOf(cooperativeId, "LB-2", "2030-06-30");
  await watchPapers({ now: at("2027-07-03") });
  expect(await bodies()).toHaveLength(3);
});

test("the console's first page says which paper is over, and why its mark is gone", async () => {
  const cooperativeId = await anApprovedCooperative();
  const manager = await aManager(cooperativeId);
  const yesterday = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  await aPaperOf(cooperativeId, "LB-9", yesterday);
  const { data } = await visit(todayLoader, "/coop", manager.cookie);
  expect(data).toMatchObject({ papers: [{ number: "LB-9", words: expect.stringContaining("已自动撤下") }] });
});
