import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { answerText, HOUSEHOLD_FIELDS, MEMBER_FIELDS } from "~/households/profile-fields";
import { GUARANTEE_KEYS, GUARANTEES } from "~/households/guarantee";
import { latestProfile, plansOf, visitsOf } from "~/households/record-store.server";
import { STANDINGS, STATUS_EVENTS } from "~/households/status";
import { formatYuan } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { GovFrame, govMeta } from "./gov-frame";
import { openHouseholdCardPage } from "./household-page.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data ? `户卡 ${data.card.number}` : "户卡");

/** The card as a document for the household's file: masked like the screen, laid out for A4. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, card, crumbs, now } = await openHouseholdCardPage(request, params["id"]);
  const [profile, visits, plans] = await Promise.all([
    latestProfile(db(), card.id),
    visitsOf(db(), card.id, 1),
    plansOf(db(), card.id),
  ]);
  const [plan] = plans;
  return {
    frame,
    crumbs,
    today: dayOf(now),
    place: crumbs.slice(0, -1).map(({ label }) => label),
    card,
    profile: profile ?? null,
    visit: visits[0] ?? null,
    plan: plan ? { ...plan, targetFen: null, createdAt: null, targetText: formatYuan(plan.targetFen) } : null,
  };
}

export default function GovHouseholdPrint() {
  const { frame, crumbs, card, profile, visit, plan, place, today } = useLoaderData<typeof loader>();
  const members = card.members.filter(({ present }) => present);
  const facts = profile?.facts.household ?? {};
  const responsible = card.assignments.find(({ toOn }) => toOn === null);
  return (
    <GovFrame
      frame={frame}
      current="households"
      title="农户基本情况卡（户卡）"
      intro={<span className="no-print">用浏览器的打印功能打印；纸张 A4，版心按公文格式。</span>}
      crumbs={[...crumbs, { label: "打印" }]}
    >
      <article className="print-official stack official-document">
        <p>
          {place.map(String).join("")} {card.groupName} 档案编号 {card.number}
        </p>
        <Sheet>
          <caption className="visually-hidden">户卡</caption>
          <tbody>
            <Row cells={["户主", card.maskedHeadName, "人口", `${card.headCount} 人`]} />
            <Row cells={["类别", STANDINGS[card.standing], "属性", card.attribute ?? "—"]} />
            <Row cells={["主要原因", card.causes[0] ?? "—", "其他原因", card.causes.slice(1).join("、") || "—"]} />
            <Row cells={["联系电话", card.maskedPhone ?? "—", "开户银行", card.bankName ?? "—"]} />
            <Row cells={["银行账号", card.maskedBankAccount ?? "—", "建档日期", card.registeredOn]} />
            <Row
              cells={[
                "帮扶责任人",
                responsible ? `${responsible.personName}（${responsible.unit}）` : "—",
                "最近走访",
                visit ? visit.visitedOn : "—",
              ]}
            />
          </tbody>
        </Sheet>
        <Sheet>
          <caption>家庭成员</caption>
          <thead>
            <tr>
              {["姓名", "关系", "性别", "出生年", "证件号码", "文化程度", "劳动能力", "务工状况"].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <th scope="row">{member.maskedName}</th>
                <td>{member.relation}</td>
                <td>{member.sex === "M" ? "男" : "女"}</td>
                <td>{member.birthYear}</td>
                <td>{member.maskedIdNumber ?? "—"}</td>
                <td>{member.education ?? "—"}</td>
                <td>{member.labour ?? "—"}</td>
                <td>{memberAnswer(profile?.facts.members[member.id] ?? {}, "work")}</td>
              </tr>
            ))}
          </tbody>
        </Sheet>
        <Sheet>
          <caption>生产生活条件{profile === null ? "（未调查）" : `（${profile.surveyedOn} 调查）`}</caption>
          <tbody>
            {pairs(HOUSEHOLD_FIELDS.map((field) => [field.label, answerText(field, facts)] as const)).map((row) => (
              <Row key={row[0]} cells={row} />
            ))}
          </tbody>
        </Sheet>
        <Sheet>
          <caption>两不愁三保障与饮水安全</caption>
          <tbody>
            {GUARANTEE_KEYS.map((key) => {
              const check = visit?.guarantees[key];
              return (
                <tr key={key}>
                  <th scope="row">{GUARANTEES[key]}</th>
                  <td>{check === undefined ? "未核查" : check.ok ? "达标" : `未达标：${check.note}`}</td>
                </tr>
              );
            })}
          </tbody>
        </Sheet>
        {plan && (
          <Sheet>
            <caption>
              一户一策（{plan.year} 年，第 {plan.version} 版，目标收入 {plan.targetText} 元）
            </caption>
            <tbody>
              {plan.measures.map((measure, index) => (
                <tr key={index}>
                  <th scope="row">{measure.measure}</th>
                  <td>{measure.who || "—"}</td>
                  <td>{measure.until || "—"}</td>
                  <td>{measure.outcome || "—"}</td>
                </tr>
              ))}
            </tbody>
          </Sheet>
        )}
        <Sheet>
          <caption>状态变动</caption>
          <tbody>
            {card.statusEvents.map((event) => (
              <tr key={event.id}>
                <th scope="row">{event.effectiveOn}</th>
                <td>{STATUS_EVENTS[event.type]}</td>
                <td>{event.evidence}</td>
              </tr>
            ))}
          </tbody>
        </Sheet>
        <p className="stamp-area">
          户主签字：＿＿＿＿＿＿ 责任人签字：＿＿＿＿＿＿
          <br />
          {today}
        </p>
        <p className="no-print">
          <a href={paths.gov.household(card.id)}>回到户卡</a>
        </p>
      </article>
    </GovFrame>
  );
}

/** A table of the document: on a phone it scrolls by itself, on paper it is whole. */
function Sheet({ children }: { children: ReactNode }) {
  return (
    // What scrolls sideways can be scrolled by keyboard, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="document-table" role="region" aria-label="表格" tabIndex={0}>
      <table className="table">{children}</table>
    </div>
  );
}

function Row({ cells }: { cells: readonly string[] }) {
  return (
    <tr>
      {cells.map((cell, index) =>
        index % 2 === 0 ? (
          <th key={index} scope="row">
            {cell}
          </th>
        ) : (
          <td key={index}>{cell}</td>
        ),
      )}
    </tr>
  );
}

/** Two fields side by side. */
function pairs(items: readonly (readonly [string, string])[]): string[][] {
  return items.flatMap((item, index) => (index % 2 === 0 ? [[...item, ...(items[index + 1] ?? [])]] : []));
}

function memberAnswer(answers: Readonly<Record<string, string>>, key: string): string {
  const field = MEMBER_FIELDS.find((one) => one.key === key);
  return field ? answerText(field, answers) : "—";
}
