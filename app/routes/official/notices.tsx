import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { dateToDay } from "~/kernel/calendar-day";
import { pageRequest } from "~/kernel/page";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { areaCloses } from "~/settlement/area-close-store.server";
import { FEWEST_HOUSEHOLDS, noticeStateWords } from "~/settlement/notice";
import { noticePreview } from "~/settlement/notice-preview.server";
import { noticesOf } from "~/settlement/notice-store.server";
import { periodWords, REPORT_KINDS } from "~/settlement/periodic-report";
import { reportsOf } from "~/settlement/periodic-report-store.server";
import { explainWriteNoticeFailure, writeNotice } from "~/settlement/write-notice.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, SelectField, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const PAGE_SIZE = 20;
/** Closings and reports that a notice may rest on: the last year's and more. */
const CLOSES = { number: 1, size: 500 };
const REPORTS = { number: 1, size: 100 };

const noticeForm = z.object({
  closeId: z.uuid("请选择已结账的月份。").optional(),
  reportId: z.uuid("请选择已批准的报告。").optional(),
  title: z.string({ error: "请填写标题。" }).max(60, "最多 60 个字。"),
  preface: z.string({ error: "请填写说明。" }).max(500, "最多 500 个字。"),
  contact: z.string({ error: "请填写异议受理方式。" }).max(120, "最多 120 个字。"),
});

export const meta: MetaFunction = () => govMeta("公示");

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const today = dayOf(new Date());
  const [notices, closes, reports] = await Promise.all([
    noticesOf(db(), areaPrefixes, pageRequest(search, PAGE_SIZE)),
    areaCloses(db(), areaPrefixes, CLOSES, "CLOSED"),
    reportsOf(db(), areaPrefixes, REPORTS, "APPROVED"),
  ]);
  const sources = [
    ...closes.rows.map(({ id, period, areaName }) => ({
      id,
      field: "closeId" as const,
      label: `${areaName}${periodWords(period)}`,
      kind: "结账",
    })),
    ...reports.rows.map(({ id, period, areaName, kind }) => ({
      id,
      field: "reportId" as const,
      label: `${areaName}${periodWords(period)}`,
      kind: REPORT_KINDS[kind],
    })),
  ];
  const asked = search.get("of");
  const chosen = sources.find(({ id }) => id === asked);
  return {
    frame,
    page: { number: notices.number, size: notices.size, total: notices.total },
    notices: notices.rows.map(({ id, number, title, state, untilOn }) => ({
      id,
      number,
      title,
      published: state === "PUBLISHED",
      progress: noticeStateWords(state, untilOn && dateToDay(untilOn), today),
    })),
    sources: sources.map(({ id, label, kind }) => ({ value: id, label: `${label}（${kind}）` })),
    chosen: chosen ?? null,
    preview: chosen
      ? ((await noticePreview(db(), chosen.field === "closeId" ? { closeId: chosen.id } : { reportId: chosen.id })) ??
        null)
      : null,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const form = await parseForm(request, noticeForm);
  if (!form.ok) return form.answer;
  const { closeId, reportId, ...words } = form.value;
  const source = reportId !== undefined ? { reportId } : closeId !== undefined ? { closeId } : undefined;
  if (!source) return form.refuse({ closeId: ["请先选择结账的月份或批准的报告。"] });
  const written = await writeNotice({ ...words, source, actor, now: new Date() });
  if (written.ok) return redirect(paths.gov.notice(written.value.noticeId, { done: "written" }));
  const field = written.failure.kind === "private-numbers" ? written.failure.field : "closeId";
  return form.refuse({ [field]: [explainWriteNoticeFailure(written.failure)] });
}

export default function GovNotices() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const typed = (name: string) => answer?.typed[name];
  const { preview, chosen } = data;
  return (
    <GovFrame
      frame={data.frame}
      current="notices"
      title={errorTitle("公示", answer?.errors)}
      intro="由已结账的月份或已批准的月、季、半年、年度报告生成，遮盖后提交 → 核对 → 批准，三个人办理。"
      actions={
        <ButtonLink tone="quiet" href={paths.shop("zh").notices()}>
          看公开页
        </ButtonLink>
      }
    >
      <ErrorSummary errors={answer?.errors} title="没有提交" />
      {data.notices.length === 0 ? (
        <EmptyState title="还没有公示">先结账，或批准一份报告，再生成公示。</EmptyState>
      ) : (
        <Table
          caption="公示"
          small="cards"
          columns={[
            { key: "number", label: "编号" },
            { key: "title", label: "标题" },
            { key: "state", label: "进度" },
          ]}
        >
          {data.notices.map((notice) => (
            <tr key={notice.id}>
              <th scope="row">
                <a href={paths.gov.notice(notice.id)}>{notice.number}</a>
              </th>
              <Cell label="标题">{notice.title}</Cell>
              <Cell label="进度">
                <StatusWord tone={notice.published ? "done" : "waiting"}>{notice.progress}</StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Pagination page={data.page} href={(number) => paths.gov.notices({ page: number })} />
      {data.sources.length > 0 && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>生成公示</h2>
          </div>
          <form method="get" action={paths.gov.notices()} className="query-form">
            <SelectField
              label="结账的月份或批准的报告"
              name="of"
              placeholder="请选择"
              options={data.sources}
              defaultValue={chosen?.id}
            />
            <div className="form-actions">
              <Button tone="quiet">预览遮盖</Button>
            </div>
          </form>
        </section>
      )}
      {preview && chosen && (
        <>
          <Table
            caption={`遮盖预览：${chosen.label}`}
            note={`少于 ${FEWEST_HOUSEHOLDS} 户的不公开；只有一处遮盖时再遮盖一处，以免倒推`}
            small="cards"
            columns={[
              { key: "name", label: "地区" },
              { key: "earning", label: "有收入户（报告）", align: "end" },
              { key: "shownEarning", label: "有收入户（公示）", align: "end" },
              { key: "paid", label: "到户收入（报告）", align: "end" },
              { key: "shownPaid", label: "到户收入（公示）", align: "end" },
            ]}
          >
            {preview.plain.map((row, index) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <Cell label="有收入户（报告）" number>
                  {row.earning}
                </Cell>
                <Cell label="有收入户（公示）" number>
                  {preview.body.rows[index]?.earning}
                </Cell>
                <Cell label="到户收入（报告）" number>
                  {row.paid}
                </Cell>
                <Cell label="到户收入（公示）" number>
                  {preview.body.rows[index]?.paid}
                </Cell>
              </tr>
            ))}
          </Table>
          <PostForm className="form no-print" action={paths.gov.notices({ of: chosen.id })} noValidate>
            <input type="hidden" name={chosen.field} value={chosen.id} />
            <Field
              label="标题"
              name="title"
              required
              defaultValue={typed("title") ?? `${chosen.label}农户收入情况公示`}
              error={answer?.errors["title"]}
            />
            <TextareaField
              label="说明"
              name="preface"
              rows={3}
              required
              hint="不要写姓名、证件号、手机号、账号；有这样的号码不能提交"
              defaultValue={typed("preface")}
              error={answer?.errors["preface"]}
            />
            <Field
              label="异议受理方式"
              name="contact"
              required
              hint="例如：乡政府农业服务中心，0559-6512345；监督电话 12317"
              defaultValue={typed("contact")}
              error={answer?.errors["contact"]}
            />
            <div className="form-actions">
              <Button>提交</Button>
            </div>
          </PostForm>
        </>
      )}
    </GovFrame>
  );
}
