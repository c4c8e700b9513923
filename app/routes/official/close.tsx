import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { STANDINGS, type Standing } from "~/households/status";
import { isId } from "~/kernel/ids";
import { formatYuan } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { areasByCode } from "~/regions/area-store.server";
import { incomeLineName } from "~/regions/income-line";
import { CLOSE_STATES, levelsFor, nextLevel, SIGN_ACTIONS, SIGN_LEVELS } from "~/settlement/area-close";
import { closeFindings, findAreaClose } from "~/settlement/area-close-store.server";
import { areaReportBody, lateEntries, reportHash, type AreaReportBody } from "~/settlement/area-report-store.server";
import { explainSignAreaCloseFailure, signAreaClose } from "~/settlement/sign-area-close.server";
import { Button, ButtonLink } from "~/ui/button";
import { Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { Timeline } from "~/ui/timeline";
import { CheckLine } from "./check-line";
import { CloseFindings } from "./close-findings";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { CLASS_WORDS } from "./words";

const signForm = z.object({ remark: z.string().max(200, "最多 200 个字。").default("") });

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `${data.close.period} ${data.close.areaName}月度报告` : "月度结账");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const id = params["id"];
  const close = isId(id) ? await findAreaClose(db(), id, areaPrefixes) : undefined;
  if (!close) throw notFound();
  const level = nextLevel(
    close.areaCode,
    close.signatures.map((signature) => signature.level),
  );
  const findings = close.state === "CLOSED" ? [] : await closeFindings(db(), close.areaCode, close.period);
  const { closedAt, ...shown } = close;
  return {
    frame,
    close: { ...shown, closedAt: closedAt === null ? null : minuteOf(closedAt) },
    level: level ?? null,
    maySign:
      level !== undefined &&
      can(actor, SIGN_ACTIONS[level], { areaCode: close.areaCode }) &&
      !close.signatures.some(({ byId }) => byId === actor.userId),
    findings,
    report: close.state === "CLOSED" ? await publishedReport(close.id, close.areaCode, close.period) : null,
    done: new URL(request.url).searchParams.get("done"),
  };
}

/** The archived report, the same worked out anew, and what later months hold about it. */
async function publishedReport(closeId: string, areaCode: string, period: string) {
  const [archived, again, late] = await Promise.all([
    db().areaReport.findUniqueOrThrow({ where: { closeId }, select: { body: true, hash: true } }),
    areaReportBody(db(), closeId),
    lateEntries(db(), areaCode, period),
  ]);
  const body = JSON.parse(archived.body) as AreaReportBody;
  const names = await areasByCode(
    db(),
    body.parts.map(({ code }) => code),
  );
  const add = (fen: string, more: bigint) => formatYuan(BigInt(fen) + more);
  return {
    body,
    hash: archived.hash,
    same: again === archived.body && reportHash(again) === archived.hash,
    names: Object.fromEntries(names.map(({ code, shortName }) => [code, shortName])),
    restated: {
      entries: late.entries,
      accrued: add(body.total.accruedFen, late.accruedFen),
      paid: add(body.total.paidFen, late.paidFen),
      declared: add(body.total.declaredFen, late.declaredFen),
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const closeId = params["id"];
  if (!isId(closeId) || !(await findAreaClose(db(), closeId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, signForm);
  if (!form.ok) return form.answer;
  const signed = await signAreaClose({ actor, closeId, remark: form.value.remark, now: new Date() });
  if (signed.ok) return redirect(paths.gov.close(closeId, { done: signed.value.closed ? "closed" : "signed" }));
  if (signed.failure.kind === "not-found") throw notFound();
  return form.refuse({ remark: [explainSignAreaCloseFailure(signed.failure)] });
}

export default function GovClose() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { close, report } = data;
  const blocking = data.findings.some(({ blocks, count }) => blocks && count > 0);
  return (
    <GovFrame
      frame={data.frame}
      current="closes"
      title={errorTitle(`${close.areaName} ${close.period} 月度报告`, answer?.errors)}
      crumbs={[{ label: "月度结账", href: paths.gov.closes() }, { label: `${close.period} ${close.areaName}` }]}
      actions={
        report && (
          <ButtonLink tone="quiet" href={paths.gov.notices({ of: close.id })}>
            由本报告生成公示
          </ButtonLink>
        )
      }
    >
      <Outcome
        answer={answer}
        refusal="没有签字"
        done={data.done !== null && (data.done === "closed" ? "已结账，报告已存档。" : "已签字。")}
      />
      <div className={report ? "halves no-print" : "halves"}>
        <section className="stack">
          <p>
            <StatusWord tone={close.state === "CLOSED" ? "done" : "waiting"}>{CLOSE_STATES[close.state]}</StatusWord>{" "}
            {close.closedAt !== null && <span className="caption">{close.closedAt}</span>}
          </p>
          <Timeline
            label="签字"
            steps={levelsFor(close.areaCode).map((level) => {
              const signature = close.signatures.find((one) => one.level === level);
              return {
                title: `${SIGN_LEVELS[level]}级签字`,
                ...(signature
                  ? { time: signature.at, detail: [signature.by, signature.remark].filter(Boolean).join("：") }
                  : {}),
                state: signature ? "done" : data.level === level ? "current" : "upcoming",
              } as const;
            })}
          />
        </section>
        {data.findings.length > 0 && (
          <CloseFindings areaCode={close.areaCode} period={close.period} findings={data.findings} />
        )}
      </div>
      {data.maySign && (
        <PostForm className="form no-print" action={paths.gov.close(close.id)}>
          <Field
            label="签字意见"
            name="remark"
            optional
            defaultValue={answer?.typed["remark"]}
            error={answer?.errors["remark"]}
          />
          <div className="form-actions">
            <Button>{data.level === null ? "签字" : `以${SIGN_LEVELS[data.level]}级签字`}</Button>
          </div>
          {blocking && <p className="caption">有须先办完的事项，签字会被退回。</p>}
        </PostForm>
      )}
      {report && <Report close={close} report={report} />}
    </GovFrame>
  );
}

type PageData = ReturnType<typeof useLoaderData<typeof loader>>;

function Report({ close, report }: { close: PageData["close"]; report: NonNullable<PageData["report"]> }) {
  const { body, restated } = report;
  const yuan = (fen: string) => formatYuan(BigInt(fen));
  return (
    <article className="print-official stack official-document">
      <h2>
        {close.areaName} {close.period} 农户收入月度报告
      </h2>
      <p>
        登记户 {body.total.households} 户 {body.total.people} 人，本月有收入 {body.total.earning}{" "}
        户。人口为结账时冻结的月末在册人口；归类表第 {body.classMapVersion} 版。
        {body.lines
          .map((line) => `${incomeLineName(line.kind as "MONITORING")} ${yuan(line.fen)} 元（${line.source}）。`)
          .join("")}
      </p>
      <Table
        caption="公布数与重述数"
        note="单位：元"
        small="cards"
        columns={[
          { key: "name", label: "指标" },
          { key: "published", label: "公布", align: "end" },
          { key: "restated", label: "重述（含后来更正）", align: "end" },
        ]}
      >
        {(
          [
            ["应计收入", body.total.accruedFen, restated.accrued],
            ["到户收入（已付）", body.total.paidFen, restated.paid],
            ["申报收入（已核定）", body.total.declaredFen, restated.declared],
          ] as const
        ).map(([label, published, again]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <Cell label="公布" number>
              {yuan(published)}
            </Cell>
            <Cell label="重述（含后来更正）" number>
              {again}
            </Cell>
          </tr>
        ))}
      </Table>
      <p className="caption">
        {restated.entries === 0
          ? "结账后没有涉及本月的更正。"
          : `结账后有 ${restated.entries} 笔涉及本月，已记入未结的月份。`}
        带动销售额 {yuan(body.total.attributedFen)} 元，另一口径，不与收入相加。
      </p>
      <Table
        caption="各部分"
        note="单位：元"
        small="cards"
        columns={[
          { key: "name", label: "地区" },
          { key: "households", label: "户", align: "end" },
          { key: "people", label: "人", align: "end" },
          { key: "accrued", label: "应计", align: "end" },
          { key: "paid", label: "已付", align: "end" },
        ]}
        foot={
          <tr>
            <th scope="row">合计</th>
            <Cell label="户" number>
              {body.total.households}
            </Cell>
            <Cell label="人" number>
              {body.total.people}
            </Cell>
            <Cell label="应计" number>
              {yuan(body.total.accruedFen)}
            </Cell>
            <Cell label="已付" number>
              {yuan(body.total.paidFen)}
            </Cell>
          </tr>
        }
      >
        {body.parts.map((part) => (
          <tr key={part.code}>
            <th scope="row">
              <a href={paths.gov.area(part.code, { month: close.period, span: "month" })}>
                {report.names[part.code] ?? part.code}
              </a>
            </th>
            <Cell label="户" number>
              {part.households}
            </Cell>
            <Cell label="人" number>
              {part.people}
            </Cell>
            <Cell label="应计" number>
              {yuan(part.accruedFen)}
            </Cell>
            <Cell label="已付" number>
              {yuan(part.paidFen)}
            </Cell>
          </tr>
        ))}
      </Table>
      <Table
        caption="按四类"
        note="单位：元"
        columns={[
          { key: "class", label: "类别" },
          { key: "accrued", label: "应计", align: "end" },
          { key: "paid", label: "已付", align: "end" },
        ]}
      >
        {body.byClass.map((row) => (
          <tr key={row.incomeClass}>
            <th scope="row">{CLASS_WORDS[row.incomeClass as keyof typeof CLASS_WORDS]}</th>
            <td className="number">{yuan(row.accruedFen)}</td>
            <td className="number">{yuan(row.paidFen)}</td>
          </tr>
        ))}
      </Table>
      <Table
        caption="户的类别"
        columns={[
          { key: "standing", label: "类别" },
          { key: "households", label: "户", align: "end" },
          { key: "people", label: "人", align: "end" },
        ]}
      >
        {body.byStanding.map((row) => (
          <tr key={row.standing}>
            <th scope="row">{STANDINGS[row.standing as Standing]}</th>
            <td className="number">{row.households}</td>
            <td className="number">{row.people}</td>
          </tr>
        ))}
      </Table>
      <CheckLine ok={report.same}>存档报告与现在重新计算的逐字相同</CheckLine>
      <p className="caption digest">报告指纹（SHA-256）：{report.hash}</p>
      <p className="stamp-area">
        {levelsFor(close.areaCode)
          .flatMap((level) => close.signatures.filter((signature) => signature.level === level))
          .map((signature) => (
            <span key={signature.level} className="signature">
              {SIGN_LEVELS[signature.level]}级：{signature.by} {signature.at.slice(0, 10)}
            </span>
          ))}
      </p>
    </article>
  );
}
