import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { countWaitingRequests } from "~/catalog/certificate-request-store.server";
import { listFeeSchedules, listSplitRules } from "~/catalog/rule-store.server";
import { COOPERATIVE_KIND_WORDS, COOPERATIVE_MOVES, COOPERATIVE_STATUS_WORDS } from "~/cooperatives/cooperative";
import { explainCooperativeMoveFailure } from "~/cooperatives/cooperative-failure";
import { listCooperatives } from "~/cooperatives/cooperative-store.server";
import { approveCooperative, recommendCooperative, suspendCooperative } from "~/cooperatives/move-cooperative.server";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { APPLICANT_KIND_WORDS } from "~/supply/application";
import { listApplications } from "~/supply/application-store.server";
import { areasByCode } from "~/regions/area-store.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { ApplicationStateWord } from "../consoles/application-view";
import { cooperativeMoveForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "审核";

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const [cooperatives, rules, schedules, applications, certificates] = await Promise.all([
    listCooperatives(db(), dayOf(new Date())),
    listSplitRules(db()),
    listFeeSchedules(db()),
    listApplications(db(), [""], { open: true }, { number: 1, size: 100 }),
    countWaitingRequests(db()),
  ]);
  const areas = await areasByCode(
    db(),
    cooperatives.map(({ areaCode }) => areaCode),
  );
  const nameOf = new Map(areas.map((area) => [area.code, area.shortName]));
  const waits = (version: { approvedAt: Date | null; rejectedAt: Date | null }) =>
    version.approvedAt === null && version.rejectedAt === null;
  return {
    frame: opsFrame(actor),
    certificates,
    mayMove: can(actor, "cooperative:approve"),
    cooperatives: cooperatives.map(({ id, number, name, kind, status, areaCode, declaredHouseholds, members }) => ({
      id,
      number,
      name,
      kind,
      status,
      area: nameOf.get(areaCode) ?? areaCode,
      declaredHouseholds,
      members,
      moves: COOPERATIVE_MOVES[status],
    })),
    applications: applications.rows.map(({ id, number, name, kind, state, areaName }) => ({
      href: paths.ops.application(id),
      label: `${number} ${name}（${APPLICANT_KIND_WORDS[kind]}，${areaName}）`,
      state,
    })),
    rules: [
      ...rules.filter(waits).map(({ id, name, code, version, createdBy }) => ({
        href: paths.ops.splitRule(id),
        label: `分账规则“${name}”（${code}）第 ${version} 版`,
        createdBy,
      })),
      ...schedules.filter(waits).map(({ id, version, createdBy }) => ({
        href: paths.ops.feeSchedule(id),
        label: `平台费率第 ${version} 版`,
        createdBy,
      })),
    ],
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "cooperative:approve");
  const form = await parseForm(request, cooperativeMoveForm);
  if (!form.ok) return form.answer;
  const { cooperativeId, status, reason = "" } = form.value;
  const move = { actor, cooperativeId, now: new Date() };
  if (status === "SUSPENDED" && reason.trim() === "") return form.refuse({ reason: ["暂停须写明原因，记入日志。"] });
  const moved = await (status === "SUSPENDED"
    ? suspendCooperative({ ...move, reason })
    : status === "RECOMMENDED"
      ? recommendCooperative(move)
      : approveCooperative(move));
  if (!moved.ok) return form.refuse({ "": [explainCooperativeMoveFailure(moved.failure)] });
  return redirect(paths.ops.approvals());
}

export default function Approvals() {
  const { frame, certificates, mayMove, cooperatives, rules, applications } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame frame={frame} current="approvals" title={errorTitle(TITLE, refused?.errors)}>
      <ErrorSummary errors={refused?.errors} title="没有处理" />
      <section className="stack">
        <div className="section-head">
          <h2>入驻申请</h2>
        </div>
        {applications.length === 0 ? (
          <p className="quiet">没有在办的申请。</p>
        ) : (
          <ul className="plain-list ruled">
            {applications.map((application) => (
              <li key={application.href} className="spread">
                <a href={application.href}>{application.label}</a>
                <ApplicationStateWord state={application.state} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="stack">
        <div className="section-head">
          <h2>证书</h2>
        </div>
        <p>
          <a href={paths.ops.certificates()}>
            {certificates === 0 ? "没有等着核对的证书" : `${certificates} 张证书等着核对`}
          </a>
        </p>
      </section>
      <section className="stack">
        <div className="section-head">
          <h2>规则与费率</h2>
        </div>
        {rules.length === 0 ? (
          <p className="quiet">没有等待批准的版本。</p>
        ) : (
          <ul className="plain-list ruled">
            {rules.map((rule) => (
              <li key={rule.href} className="spread">
                <a href={rule.href}>{rule.label}</a>
                <span className="quiet">提出人：{rule.createdBy ?? "系统"}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {cooperatives.length === 0 ? (
        <EmptyState title="还没有合作社">合作社提交申请后在此审核。</EmptyState>
      ) : (
        <Table
          caption="合作社与带动主体"
          small="cards"
          columns={[
            { key: "name", label: "名称" },
            { key: "kind", label: "类型" },
            { key: "area", label: "所在地" },
            { key: "declared", label: "申报带动户数", align: "end" },
            { key: "members", label: "登记社员户", align: "end" },
            { key: "status", label: "状态" },
            { key: "moves", label: "处理" },
          ]}
        >
          {cooperatives.map((cooperative) => (
            <tr key={cooperative.id}>
              <th scope="row">
                {cooperative.name} <span className="caption">{cooperative.number}</span>
              </th>
              <Cell label="类型">{COOPERATIVE_KIND_WORDS[cooperative.kind]}</Cell>
              <Cell label="所在地">{cooperative.area}</Cell>
              <Cell label="申报带动户数" number>
                {cooperative.declaredHouseholds}
              </Cell>
              <Cell label="登记社员户" number>
                {cooperative.members}
              </Cell>
              <Cell label="状态">
                <StatusWord
                  tone={
                    cooperative.status === "APPROVED"
                      ? "done"
                      : cooperative.status === "SUSPENDED"
                        ? "problem"
                        : "waiting"
                  }
                >
                  {COOPERATIVE_STATUS_WORDS[cooperative.status]}
                </StatusWord>
              </Cell>
              <Cell label="处理">
                {mayMove &&
                  cooperative.moves.map((status) => (
                    <Move
                      key={status}
                      folded={status === "SUSPENDED"}
                      open={refused?.typed["cooperativeId"] === cooperative.id}
                    >
                      <PostForm action={paths.ops.approvals()} className="stack-small">
                        <input type="hidden" name="cooperativeId" value={cooperative.id} />
                        <input type="hidden" name="status" value={status} />
                        {status === "SUSPENDED" && (
                          <Field
                            label="原因"
                            name="reason"
                            id={`reason-${cooperative.id}`}
                            width="short"
                            error={
                              refused?.typed["cooperativeId"] === cooperative.id ? refused.errors["reason"] : undefined
                            }
                          />
                        )}
                        <Button tone={status === "SUSPENDED" ? "danger" : "quiet"}>
                          {MOVE_WORDS[status]}
                          <span className="visually-hidden">{cooperative.name}</span>
                        </Button>
                      </PostForm>
                    </Move>
                  ))}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </OpsFrame>
  );
}

/** What stops a business stands behind a fold: nobody suspends by a slip of the finger. */
function Move({ folded, open, children }: { folded: boolean; open: boolean; children: ReactNode }) {
  if (!folded) return children;
  return (
    <details open={open}>
      <summary>暂停经营</summary>
      {children}
    </details>
  );
}

const MOVE_WORDS = { APPLIED: "退回申请", RECOMMENDED: "记录县级推荐", APPROVED: "通过", SUSPENDED: "暂停" } as const;
