import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { explainCauseProblem, readCauses } from "~/households/cause";
import { isBankAccount } from "~/households/contact";
import { HEAD } from "~/households/member";
import { isPhone } from "~/households/phone-number";
import { explainRegisterHouseholdFailure, registerHousehold } from "~/households/register-household.server";
import { ATTRIBUTES } from "~/households/status";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { villagesWithin } from "~/regions/area-store.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { CauseFields } from "./cause-fields";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { newHouseholdForm } from "./member-forms.server";
import { PersonFields } from "./person-fields";

export const meta: MetaFunction = () => govMeta("登记农户");

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const villages = await villagesWithin(db(), areaPrefixes);
  return {
    frame,
    today: dayOf(new Date()),
    villages: villages.map(({ code, name }) => ({ value: code, label: name })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const form = await parseForm(request, newHouseholdForm, { hide: ["idNumber", "phone", "account"] });
  if (!form.ok) return form.answer;
  const { areaCode, groupName, attribute, phone, bankName, account, registeredOn, evidence, ...rest } = form.value;
  const { cause = "", secondCause = "", thirdCause = "", ...person } = rest;
  const causes = readCauses([cause, secondCause, thirdCause]);
  if (!causes.ok) return form.refuse({ cause: [explainCauseProblem(causes.problem)] });
  const now = new Date();
  if (registeredOn > dayOf(now)) return form.refuse({ registeredOn: ["建档日期不能晚于今天。"] });
  if (phone !== undefined && !isPhone(phone)) return form.refuse({ phone: ["请填写 11 位手机号。"] });
  if (account !== undefined && !isBankAccount(account))
    return form.refuse({ account: ["银行账号应为 8 至 30 位数字。"] });
  if (account !== undefined && bankName === undefined) return form.refuse({ bankName: ["请填写开户银行。"] });
  const registered = await registerHousehold({
    actor,
    areaCode,
    groupName,
    registeredOn,
    members: [{ ...person, relation: HEAD }],
    attribute,
    causes: causes.causes,
    phone,
    bank: account === undefined || bankName === undefined ? undefined : { name: bankName, account },
    evidence,
    now,
  });
  if (registered.ok) return redirect(paths.gov.householdMembers(registered.value.householdId, { done: "registered" }));
  return form.refuse({
    [FIELDS[registered.failure.kind]]: [
      explainRegisterHouseholdFailure(registered.failure).replace(/^第 1 位成员：?/, "户主"),
    ],
  });
}

const FIELDS = {
  "not-allowed": "areaCode",
  "no-such-village": "areaCode",
  "no-head": "name",
  "bad-id-number": "idNumber",
  "before-birth": "registeredOn",
  "person-registered-elsewhere": "idNumber",
  "person-died": "idNumber",
  "number-taken": "",
} as const;

export default function GovNewHousehold() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors;
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle("登记农户", errors)}
      intro="先登记户主，再在“成员与联系”里增加其他成员。编号由系统按村编排。"
      crumbs={[{ label: "农户", href: paths.gov.households() }, { label: "登记农户" }]}
      actions={
        <ButtonLink tone="quiet" href={paths.gov.registerImport()}>
          从表格导入
        </ButtonLink>
      }
    >
      <ErrorSummary errors={errors} title="没有登记" />
      <PostForm className="form" action={paths.gov.newHousehold()} noValidate>
        <SelectField
          label="村"
          name="areaCode"
          required
          placeholder="请选择"
          options={data.villages}
          defaultValue={typed("areaCode") ?? (data.villages.length === 1 ? data.villages[0]?.value : undefined)}
          error={errors?.["areaCode"]}
        />
        <Field
          label="村民组"
          name="groupName"
          width="short"
          required
          defaultValue={typed("groupName")}
          error={errors?.["groupName"]}
        />
        <Field label="户主姓名" name="name" required defaultValue={typed("name")} error={errors?.["name"]} />
        <PersonFields typed={typed} errors={errors} />
        <SelectField
          label="属性"
          name="attribute"
          required
          options={ATTRIBUTES.map((value) => ({ value, label: value }))}
          defaultValue={typed("attribute") ?? ATTRIBUTES[0]}
          error={errors?.["attribute"]}
        />
        <CauseFields typed={typed} error={errors?.["cause"]} />
        <Field label="联系电话" name="phone" optional inputMode="tel" autoComplete="off" error={errors?.["phone"]} />
        <Field
          label="开户银行"
          name="bankName"
          optional
          defaultValue={typed("bankName")}
          error={errors?.["bankName"]}
        />
        <Field
          label="银行账号"
          name="account"
          optional
          inputMode="numeric"
          autoComplete="off"
          error={errors?.["account"]}
        />
        <Field
          label="建档日期"
          name="registeredOn"
          type="date"
          width="short"
          required
          max={data.today}
          defaultValue={typed("registeredOn") ?? data.today}
          error={errors?.["registeredOn"]}
        />
        <Field
          label="依据"
          name="evidence"
          required
          hint="例如户口簿、村民代表会议记录及日期"
          defaultValue={typed("evidence")}
          error={errors?.["evidence"]}
        />
        <div className="form-actions">
          <Button>登记</Button>
        </div>
      </PostForm>
    </GovFrame>
  );
}
