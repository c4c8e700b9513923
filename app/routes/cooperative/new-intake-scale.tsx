import type { useActionData, useLoaderData } from "@remix-run/react";
import { PHOTO_TYPES } from "~/media/photo-types";
import { paths } from "~/paths";
import { CONFORMITIES, CONFORMITY_WORDS } from "~/supply/conformity";
import { INTAKE_MODES, MODE_EXPLANATIONS, MODE_WORDS } from "~/supply/settlement-mode";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, RadioGroup, TextareaField } from "~/ui/form";
import { SummaryList } from "~/ui/summary-list";
import type { action, loader } from "./new-intake";
import { shown } from "./typed";

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** The last screen: grade, weight, price and paper of one delivery. */
export function ScaleForm({
  data,
  refused,
}: {
  data: Extract<Data, { step: "scale" }>;
  refused: ReturnType<typeof useActionData<typeof action>>;
}) {
  const { asked, product, unit, unitWord, prefilled } = data;
  const errors = refused?.errors;
  const other = (choice: "jin" | "kg") =>
    paths.coop.newIntake({ household: asked.household, product: product.id, unit: choice, coop: asked.coop });
  return (
    <form method="post" encType="multipart/form-data" className="form" noValidate>
      <ErrorSummary errors={errors} title="没有保存" />
      <input type="hidden" name="clientId" value={shown(refused, "clientId", data.clientId)} />
      <input type="hidden" name="cooperativeId" value={data.cooperativeId} />
      <input type="hidden" name="householdId" value={data.householdId ?? "other"} />
      <input type="hidden" name="productId" value={product.id} />
      <input type="hidden" name="unit" value={unit} />
      <SummaryList
        items={[
          {
            label: "供货人",
            value: data.supplier,
            action: {
              href: paths.coop.newIntake({ product: product.id, unit, coop: asked.coop }),
              text: "更改",
              about: "供货人",
            },
          },
          {
            label: "产品",
            value: product.name,
            action: {
              href: paths.coop.newIntake({ household: asked.household, unit, coop: asked.coop }),
              text: "更改",
              about: "产品",
            },
          },
        ]}
      />
      {data.householdId === null && (
        <Field
          label="供货人说明"
          name="supplierNote"
          hint="例如“邻村散户”。不要写身份证号和电话。"
          optional
          defaultValue={shown(refused, "supplierNote")}
          error={errors?.["supplierNote"]}
        />
      )}
      <RadioGroup
        label="等级"
        name="grade"
        look="tiles"
        choices={product.grades.map((grade) => ({ value: grade, label: grade }))}
        defaultValue={shown(refused, "grade", prefilled.grade)}
        error={errors?.["grade"]}
      />
      {!product.isCounted && (
        <p className="tabs" role="group" aria-label="计量单位">
          <a href={other("jin")} aria-current={unit === "jin" ? "true" : undefined}>
            按斤记
          </a>
          <a href={other("kg")} aria-current={unit === "kg" ? "true" : undefined}>
            按公斤记
          </a>
        </p>
      )}
      <Field
        label={product.isCounted ? "数量" : "毛重"}
        name="gross"
        unit={unitWord}
        width="short"
        inputMode="decimal"
        autoComplete="off"
        defaultValue={shown(refused, "gross")}
        error={errors?.["gross"]}
      />
      {!product.isCounted && (
        <Field
          label="皮重（筐、袋）"
          name="tare"
          unit={unitWord}
          width="short"
          inputMode="decimal"
          autoComplete="off"
          optional
          defaultValue={shown(refused, "tare")}
          error={errors?.["tare"]}
        />
      )}
      <Field
        label={product.isCounted ? "破损" : "扣杂"}
        name="deduction"
        unit={unitWord}
        width="short"
        inputMode="decimal"
        autoComplete="off"
        optional
        hint={product.isCounted ? undefined : "泥土、坏果等不算钱的重量"}
        defaultValue={shown(refused, "deduction")}
        error={errors?.["deduction"]}
      />
      <RadioGroup
        label="结算方式"
        name="mode"
        choices={INTAKE_MODES.map((mode) => ({
          value: mode,
          label: MODE_WORDS[mode],
          hint: MODE_EXPLANATIONS[mode],
        }))}
        defaultValue={shown(refused, "mode", prefilled.mode)}
        error={errors?.["mode"]}
      />
      <Field
        label="单价"
        name="price"
        unit={`元/${unitWord}`}
        width="short"
        inputMode="decimal"
        autoComplete="off"
        hint="代销可以先空着，封批前再议价；买断、预付必须填。"
        defaultValue={shown(refused, "price", prefilled.price)}
        error={errors?.["price"]}
      />
      <Field
        label="过秤人"
        name="weighedBy"
        width="short"
        autoComplete="off"
        defaultValue={shown(refused, "weighedBy", data.weigher)}
        error={errors?.["weighedBy"]}
      />
      <Field
        label="交货日期"
        name="deliveredOn"
        type="date"
        width="short"
        max={data.today}
        defaultValue={shown(refused, "deliveredOn", data.today)}
        error={errors?.["deliveredOn"]}
      />
      <RadioGroup
        label="承诺达标合格证"
        name="conformity"
        optional
        choices={CONFORMITIES.map((one) => ({ value: one, label: CONFORMITY_WORDS[one] }))}
        defaultValue={shown(refused, "conformity", product.certified ? "" : "NOT_IN_SCOPE")}
        error={errors?.["conformity"]}
      />
      <Field
        label="纸质单号"
        name="paperNumber"
        width="short"
        autoComplete="off"
        optional
        hint="同一个单号只记一次。"
        defaultValue={shown(refused, "paperNumber")}
        error={errors?.["paperNumber"]}
      />
      {errors?.["unusualReason"] !== undefined && (
        <Field
          label="为什么这么多"
          name="unusualReason"
          hint="例如“两天的货一起交”"
          defaultValue={shown(refused, "unusualReason")}
          error={errors["unusualReason"]}
        />
      )}
      <Field
        label="纸质单照片"
        name="slip"
        type="file"
        accept={PHOTO_TYPES}
        capture="environment"
        optional
        hint="JPEG、PNG 或 WebP，最大 10 MB。拍摄地点会自动去除。"
        error={errors?.["slip"]}
      />
      <TextareaField
        label="备注"
        name="note"
        rows={2}
        optional
        defaultValue={shown(refused, "note")}
        error={errors?.["note"]}
      />
      <div className="form-actions">
        <Button size="large">保存入库单</Button>
      </div>
    </form>
  );
}
