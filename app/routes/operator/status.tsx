import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { readiness } from "~/platform/health.server";
import { outboxState } from "~/platform/outbox.server";
import { isBroken, lastInvariantCount } from "~/settlement/count-invariants.server";
import { jobWords } from "~/ui/job-words";
import { Notice } from "~/ui/notice";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { Tiles } from "~/ui/tiles";
import { version } from "../../../package.json";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { deskCounts, workerRuns } from "./status-store.server";

const TITLE = "状态";
const QUEUE_LATE_SECONDS = 60;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const now = new Date();
  const [health, queue, counts, worker, { last }] = await Promise.all([
    readiness({ migrations: [], now }),
    outboxState(now),
    deskCounts(db(), now),
    workerRuns(db()),
    lastInvariantCount(db()),
  ]);
  return {
    frame: opsFrame(actor),
    checks: health.checks,
    queue: { ...queue, oldestSeconds: Math.round(queue.oldestSeconds) },
    counts,
    version,
    node: process.version,
    heartbeat: worker.heartbeat ? minuteOf(worker.heartbeat) : null,
    jobs: worker.jobs.map((job) => ({ ...job, words: jobWords(job.name), at: minuteOf(job.at) })),
    invariants: last
      ? { all: last.invariants.length, broken: last.invariants.filter(isBroken).length, countedAt: minuteOf(last.at) }
      : null,
  };
}

export default function OpsStatus() {
  const data = useLoaderData<typeof loader>();
  const { counts, queue, checks, invariants } = data;
  const late = queue.oldestSeconds > QUEUE_LATE_SECONDS;
  return (
    <OpsFrame frame={data.frame} current="status" title={TITLE}>
      {invariants !== null && invariants.broken > 0 && (
        <Notice tone="problem" title="账目核对未通过" live>
          <p>
            {invariants.broken} 条必须成立的规则被违反。<a href={paths.ops.invariants()}>查看并处理</a>
          </p>
        </Notice>
      )}
      <Tiles
        tiles={[
          { label: "待审合作社", figure: counts.cooperativesWaiting, href: paths.ops.approvals() },
          { label: "待批规则与费率", figure: counts.rulesWaiting, href: paths.ops.approvals() },
          { label: "逾期未决的待付订单", figure: counts.stuckOrders, href: paths.ops.orders() },
          { label: "处理中的退款", figure: counts.refundsOpen, href: paths.ops.refunds({ state: "open" }) },
          { label: "失败的退款", figure: counts.refundsFailed, href: paths.ops.refunds({ state: "FAILED" }) },
          { label: "未结争议", figure: counts.disputesOpen, href: paths.ops.disputes() },
          { label: "未处理的支付通知", figure: counts.events, href: paths.ops.webhooks({ outcome: "waiting" }) },
          { label: "支付告警", figure: counts.alarms, href: paths.ops.webhooks({ outcome: "alarms" }) },
        ]}
      />
      <SummaryList
        items={[
          { label: "数据库", value: <Check ok={checks.database === "ok"} text={checks.database} /> },
          {
            label: "后台任务进程",
            value: (
              <>
                <Check ok={checks.worker === "ok"} text={checks.worker} />{" "}
                {data.heartbeat !== null && <span className="caption">最近心跳 {data.heartbeat}</span>}
              </>
            ),
          },
          {
            label: "搜索",
            value: (
              <Check
                ok={checks.search === "ok"}
                degraded={checks.search === "PostgreSQL"}
                text={checks.search === "PostgreSQL" ? "由数据库提供" : checks.search}
              />
            ),
          },
          {
            label: "待办队列",
            value: (
              <>
                <StatusWord tone={late ? "problem" : "done"}>{late ? "积压" : "正常"}</StatusWord> {queue.waiting} 件
                {queue.waiting > 0 && `，最早一件已等 ${queue.oldestSeconds} 秒`}
                {queue.failing > 0 && `，${queue.failing} 件曾失败，将重试`}
              </>
            ),
          },
          {
            label: "账目核对",
            value:
              invariants === null ? (
                <a href={paths.ops.invariants()}>还没有核对过</a>
              ) : (
                <>
                  <StatusWord tone={invariants.broken === 0 ? "done" : "problem"}>
                    {invariants.broken === 0 ? "全部成立" : "有违反"}
                  </StatusWord>{" "}
                  <a href={paths.ops.invariants()}>{invariants.all} 条规则</a>{" "}
                  <span className="caption">{invariants.countedAt} 核对</span>
                </>
              ),
          },
          { label: "版本", value: `${data.version}，Node.js ${data.node}` },
        ]}
      />
      {data.jobs.length > 0 && (
        <Table
          caption="定时任务"
          small="cards"
          columns={[
            { key: "name", label: "任务" },
            { key: "at", label: "最近一次" },
            { key: "ok", label: "结果" },
            { key: "ms", label: "毫秒", align: "end" },
            { key: "text", label: "说明" },
          ]}
        >
          {data.jobs.map((job) => (
            <tr key={job.name}>
              <th scope="row">{job.words}</th>
              <Cell label="最近一次">{job.at}</Cell>
              <Cell label="结果">
                <Check ok={job.ok} text="失败" />
              </Cell>
              <Cell label="毫秒" number>
                {job.ms}
              </Cell>
              <Cell label="说明">{job.text === "" ? "—" : <code>{job.text}</code>}</Cell>
            </tr>
          ))}
        </Table>
      )}
    </OpsFrame>
  );
}

function Check({ ok, degraded, text }: { ok: boolean; degraded?: boolean; text: string }) {
  const tone: StatusTone = ok ? "done" : degraded ? "neutral" : "problem";
  return <StatusWord tone={tone}>{ok ? "正常" : text}</StatusWord>;
}
