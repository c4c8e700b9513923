import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { sha256 } from "~/benefits/journal-store.server";
import { maskName } from "~/households/masking";
import { isId } from "~/kernel/ids";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { rateOf, rateText } from "~/regions/target";
import { drawSample } from "~/settlement/audit-sample";
import { auditProgress, findAuditDraw, sampledHouseholds } from "~/settlement/audit-store.server";
import { ButtonLink } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `${data.draw.period} ${data.draw.areaName}抽查` : "抽查");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const id = params["id"];
  const draw = isId(id) ? await findAuditDraw(db(), id, areaPrefixes) : undefined;
  if (!draw) throw notFound();
  const digitsBelow = draw.areaCode.length === 6 ? 9 : 12;
  const [sample, progress] = await Promise.all([
    sampledHouseholds(db(), draw.id),
    auditProgress(db(), draw.id, digitsBelow),
  ]);
  const { population, drawnAt, sealSequence, ...shown } = draw;
  const again = drawSample(population.split("\n"), draw, sha256);
  return {
    frame,
    draw: {
      ...shown,
      drawnAt: minuteOf(drawnAt),
      sealSequence: String(sealSequence),
      share: rateText(rateOf(draw.sampleSize, draw.populationCount)),
    },
    isSame: again.join() === sample.map(({ number }) => number).join(),
    progress,
    sample: sample.map(({ headName, checkedAt, ...row }) => ({
      ...row,
      name: maskName(headName),
      checkedAt: checkedAt === null ? null : minuteOf(checkedAt),
    })),
    done: new URL(request.url).searchParams.get("done"),
  };
}

export default function GovAudit() {
  const { frame, draw, isSame, progress, sample, done } = useLoaderData<typeof loader>();
  return (
    <GovFrame
      frame={frame}
      current="audits"
      title={`${draw.areaName} ${draw.period} 抽查`}
      intro={`${draw.populationCount} 户中抽 ${draw.sampleSize} 户（${draw.share}），已签字 ${draw.checked} 户，不符 ${draw.failed} 户`}
      crumbs={[{ label: "抽查", href: paths.gov.audits() }, { label: `${draw.period} ${draw.areaName}` }]}
    >
      {done !== null && (
        <Notice tone="done" live>
          {done === "problem" ? "已签字，并登记到问题台账。" : "已签字。"}
        </Notice>
      )}
      {progress.length > 1 && (
        <Table
          caption="各地进度"
          small="cards"
          columns={[
            { key: "area", label: "地区" },
            { key: "sampled", label: "抽中", align: "end" },
            { key: "checked", label: "已签字", align: "end" },
            { key: "failed", label: "不符", align: "end" },
          ]}
        >
          {progress.map((part) => (
            <tr key={part.code}>
              <th scope="row">{part.name}</th>
              <Cell label="抽中" number>
                {part.sampled}
              </Cell>
              <Cell label="已签字" number>
                {part.checked}
              </Cell>
              <Cell label="不符" number>
                {part.failed}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Table
        caption="抽中的户"
        note="按抽取的先后"
        small="cards"
        columns={[
          { key: "number", label: "档案编号" },
          { key: "name", label: "户主" },
          { key: "village", label: "村" },
          { key: "path", label: "账" },
          { key: "result", label: "结果" },
          { key: "note", label: "怎么查的、看到什么" },
          { key: "signed", label: "签字" },
        ]}
      >
        {sample.map((row) => (
          <tr key={row.householdId}>
            <th scope="row">
              <a href={paths.gov.auditHousehold(draw.id, row.householdId)}>{row.number}</a>
            </th>
            <Cell label="户主">{row.name}</Cell>
            <Cell label="村">{row.villageName}</Cell>
            <Cell label="账">
              <a href={paths.gov.householdAudit(row.householdId, { month: draw.period })}>查账到底</a>
            </Cell>
            <Cell label="结果">
              {row.holds === null ? (
                <StatusWord tone="waiting">待查</StatusWord>
              ) : row.holds ? (
                <StatusWord tone="done">✓ 相符</StatusWord>
              ) : (
                <StatusWord tone="problem">✗ 不符</StatusWord>
              )}
              {row.problemId !== null && (
                <>
                  {" "}
                  <a href={paths.gov.problem(row.problemId)}>{row.problemNumber}</a>
                </>
              )}
            </Cell>
            <Cell label="怎么查的、看到什么">{row.note ?? "—"}</Cell>
            <Cell label="签字">{row.checkedBy === null ? "—" : `${row.checkedBy} ${row.checkedAt ?? ""}`}</Cell>
          </tr>
        ))}
      </Table>
      <section className="stack">
        <div className="section-head">
          <h2>名单是怎么抽出来的</h2>
          <ButtonLink tone="quiet" href={paths.gov.auditPopulation(draw.id)}>
            下载全部户的编号
          </ButtonLink>
        </div>
        <SummaryList
          items={[
            { label: "种子", value: <code>{draw.sealHash}</code> },
            {
              label: "种子的来历",
              value: (
                <>
                  {draw.sealDay} 的最后一个封存，第 {draw.sealSequence} 号，公布在
                  <a href={paths.shop("zh").transparency()}>公开账</a>。它是 {draw.period}{" "}
                  过后第一个有封存的日子的最后一个，由全部账目算出，抽取的人和时间都不影响它。
                </>
              ),
            },
            { label: "抽取", value: `${draw.drawnBy ?? "系统"}，${draw.drawnAt}` },
          ]}
        />
        <p>
          算法 {draw.algorithm}：对每一户，把“算法|地区代码|月份|种子|档案编号”这行文字算
          SHA-256，按结果从小到大排，取前
          {draw.sampleSize} 户（户数的十分之一，不足一户进一）。任何人都可以重算，例如：
        </p>
        <pre className="digest">
          {`printf '%s' '${draw.algorithm}|${draw.areaCode}|${draw.period}|${draw.sealHash}|${sample[0]?.number ?? ""}' | sha256sum`}
        </pre>
        <CheckLine ok={isSame}>按种子和冻结的户单重新抽一次，名单相同</CheckLine>
      </section>
    </GovFrame>
  );
}
