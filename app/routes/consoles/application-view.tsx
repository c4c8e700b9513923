import { paths } from "~/paths";
import {
  APPLICANT_KIND_WORDS,
  APPLICATION_STATE_WORDS,
  type ApplicationState,
  LINKAGES,
  PAPER_WORDS,
} from "~/supply/application";
import type { ApplicationDetail } from "~/supply/application-store.server";
import { Button } from "~/ui/button";
import { RadioGroup, TextareaField } from "~/ui/form";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";

/** What both desks see of an application. Papers are for those who decide, and each look at one is recorded. */
export function ApplicationView({ application, papers }: { application: Shown; papers: boolean }) {
  const { countyBy, countyAt, countyWords, decidedBy, decidedAt, decidedWords } = application;
  return (
    <>
      <SummaryList
        items={[
          { label: "进度", value: <ApplicationStateWord state={application.state} /> },
          { label: "编号", value: `${application.number}，${application.submittedAt} 提交` },
          { label: "主体", value: `${application.name}（${APPLICANT_KIND_WORDS[application.kind]}）` },
          { label: "所在村", value: application.areaName },
          {
            label: "资格",
            value: application.selfProduce
              ? `声明为个人销售自产农副产品（电子商务法第十条），农户编号 ${application.householdNumber}`
              : `统一社会信用代码 ${application.licenceNumber}（校验位正确）`,
          },
          ...(application.scNumber === ""
            ? []
            : [
                {
                  label: "食品生产许可证",
                  value: `${application.scNumber}（校验位正确），有效期至 ${application.scExpiresOn ?? "未填"}`,
                },
              ]),
          { label: "负责人", value: `${application.contactName}，${application.phone} ${application.email}` },
          { label: "申报带动户数", value: String(application.declaredHouseholds) },
          { label: "介绍", value: application.story || "—" },
          ...(application.changesAsked ? [{ label: "要求补正", value: application.changesAsked }] : []),
          ...(countyBy
            ? [{ label: "县级意见", value: `${countyWords || "同意推荐"}（${countyBy}，${countyAt}）` }]
            : []),
          ...(decidedBy
            ? [{ label: "平台意见", value: `${decidedWords || "批准"}（${decidedBy}，${decidedAt}）` }]
            : []),
        ]}
      />
      {application.linkages.length > 0 && (
        <Table
          caption="与农户的约定"
          small="cards"
          columns={[
            { key: "number", label: "农户编号" },
            { key: "flow", label: "方式" },
            { key: "from", label: "从" },
            { key: "until", label: "到" },
          ]}
        >
          {application.linkages.map((row, index) => (
            <tr key={index}>
              <th scope="row">{row.householdNumber}</th>
              <Cell label="方式">{LINKAGES[row.flow]}</Cell>
              <Cell label="从">{row.startsOn}</Cell>
              <Cell label="到">{row.endsOn ?? "未写"}</Cell>
            </tr>
          ))}
        </Table>
      )}
      <section className="stack">
        <div className="section-head">
          <h2>证件照片</h2>
        </div>
        {!papers ? (
          <p className="quiet">证件照片只给县级审核人员和平台运营看。</p>
        ) : application.papers.length === 0 ? (
          <p className="quiet">没有上传照片。</p>
        ) : (
          <ul className="plain-list ruled">
            {application.papers.map(({ mediaId, kind }) => (
              <li key={mediaId}>
                <a href={paths.media(mediaId, "1125.webp")}>查看{PAPER_WORDS[kind]}</a>{" "}
                <span className="caption">查看会记入日志</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

export type Shown = Omit<ApplicationDetail, "submittedAt" | "countyAt" | "decidedAt" | "countyById"> & {
  readonly submittedAt: string;
  readonly countyAt: string | null;
  readonly decidedAt: string | null;
};

export function ApplicationStateWord({ state }: { state: ApplicationState }) {
  const over = state === "OBJECTED" || state === "REFUSED";
  return (
    <StatusWord tone={state === "APPROVED" ? "done" : over ? "problem" : "waiting"}>
      {APPLICATION_STATE_WORDS[state]}
    </StatusWord>
  );
}

/** The moves that are possible from here, with the words that the applicant will read. */
export function ApplicationDecision<Move extends ApplicationState>({
  action,
  moves,
  words,
  refused,
}: {
  action: string;
  moves: readonly Move[];
  words: Readonly<Record<Move, string>>;
  refused: { typed: Readonly<Record<string, string>>; errors: Readonly<Record<string, readonly string[]>> } | undefined;
}) {
  if (moves.length === 0) return null;
  return (
    <section className="stack">
      <div className="section-head">
        <h2>办理</h2>
      </div>
      <PostForm action={action} className="form" noValidate>
        <RadioGroup
          label="意见"
          name="move"
          choices={moves.map((value) => ({ value, label: words[value] }))}
          {...(refused?.typed["move"] === undefined ? {} : { defaultValue: refused.typed["move"] })}
          error={refused?.errors["move"]}
        />
        <TextareaField
          label="说明"
          name="words"
          hint="申请人会看到；不推荐、不通过和补正必须写明理由"
          rows={3}
          defaultValue={refused?.typed["words"]}
          error={refused?.errors["words"]}
        />
        <div className="form-actions">
          <Button>提交意见</Button>
        </div>
      </PostForm>
    </section>
  );
}
