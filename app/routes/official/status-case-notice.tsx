import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { explainSetNoticeContactFailure, setNoticeContact } from "~/households/set-notice-contact.server";
import { STATUS_EVENTS } from "~/households/status";
import { findStatusCase } from "~/households/status-case-store.server";
import { dateToDay } from "~/kernel/calendar-day";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { noticeContactForm } from "./record-forms.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `公示单 ${data.notice.number}` : "公示单");

/** The sheet on which a proposed change of status hangs in the village (公示单): masked, without what it rests on. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const id = params["id"];
  const found = isId(id) ? await findStatusCase(db(), id, areaPrefixes) : undefined;
  if (!found) throw notFound();
  const onNotice = found.state === "ON_NOTICE";
  return {
    frame,
    notice: {
      id: found.id,
      number: found.number,
      village: found.villageName,
      groupName: found.groupName,
      head: found.maskedHeadName,
      type: found.type,
      attribute: found.attribute,
      leaving: found.splitPlan?.members.length ?? null,
      effectiveOn: dateToDay(found.effectiveOn),
      from: dateToDay(found.noticeFrom),
      until: dateToDay(found.noticeUntil),
      contact: found.noticeContact,
    },
    onNotice,
    mayChange: onNotice && can(actor, "status:propose", { areaCode: found.areaCode }),
    done: new URL(request.url).searchParams.get("done") !== null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const caseId = params["id"];
  if (!isId(caseId) || !(await findStatusCase(db(), caseId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, noticeContactForm);
  if (!form.ok) return form.answer;
  const set = await setNoticeContact({ actor, caseId, contact: form.value.contact, now: new Date() });
  if (set.ok) return redirect(paths.gov.statusCaseNotice(caseId, { done: "1" }));
  if (set.failure.kind === "not-found") throw notFound();
  return form.refuse({ contact: [explainSetNoticeContactFailure(set.failure)] });
}

export default function GovStatusCaseNotice() {
  const { frame, notice, onNotice, mayChange, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <GovFrame
      frame={frame}
      current="cases"
      title={errorTitle(`公示单 ${notice.number}`, answer?.errors)}
      intro={onNotice ? "用浏览器的打印功能打印后张贴；姓名已遮盖，依据不公开。" : "公示已经结束，存档备查。"}
      crumbs={[
        { label: "状态变动审批", href: paths.gov.statusCases() },
        { label: notice.number, href: paths.gov.statusCase(notice.id) },
        { label: "公示单" },
      ]}
    >
      <Outcome answer={answer} refusal="没有记下" done={done && "已记下，打印后张贴。"} />
      {onNotice && notice.contact === null && (
        <Notice tone="waiting">还没有填受理异议的联系方式，填好再打印张贴。</Notice>
      )}
      <article className="print-official stack official-document" lang="zh-CN">
        <h2>{notice.village}农户状态变动公示</h2>
        <p>经村民评议，拟对下列农户作如下变动，现予公示。公示期满无异议或异议已经核实的，报乡镇审核、县级审定。</p>
        <p>
          农户：{notice.groupName} {notice.head}户
        </p>
        <p>
          拟作变动：{STATUS_EVENTS[notice.type]}
          {notice.attribute !== null && `，属性为${notice.attribute}`}
          {notice.leaving !== null && `，分出 ${notice.leaving} 人另立一户`}，自 {notice.effectiveOn} 起。
        </p>
        <p>
          公示期：{notice.from} 至 {notice.until}。对以上内容有异议的，请在公示期内反映：
          {notice.contact ?? "　　　　　　　　"}。
        </p>
        <p className="caption">{notice.number}</p>
        <p className="stamp-area">
          {notice.village}
          <br />
          {notice.from}
        </p>
      </article>
      {mayChange && (
        <PostForm className="form no-print" action={paths.gov.statusCaseNotice(notice.id)} noValidate>
          <Field
            label="受理异议的单位和电话"
            name="contact"
            required
            hint="例如乡政府 0559-6512345；写单位的座机，不写个人的号码"
            defaultValue={answer?.typed["contact"] ?? notice.contact ?? undefined}
            error={answer?.errors["contact"]}
          />
          <div className="form-actions">
            <Button>记下</Button>
          </div>
        </PostForm>
      )}
    </GovFrame>
  );
}
