import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { PROMISE, TEST_MARK_WORDS, TEST_MARKS } from "~/supply/conformity";
import { createHouseholdLot } from "~/supply/create-household-lot.server";
import { householdsOfServicePoint } from "~/supply/household-seller-store.server";
import { explainHouseholdLotFailure, type HouseholdLotFailure } from "~/supply/lot-failure";
import { listProducts } from "~/supply/product-store.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, RadioGroup, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { CoopFrame, coopMeta } from "./coop-frame";
import { ForHelpedHouseholds, HelpedHouseholdField } from "./helped-household";
import { householdLotForm } from "./lot-forms.server";
import { shown } from "./typed";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "登记农户自产";

export const meta: MetaFunction = () => coopMeta(TITLE);

async function requirePoint(request: Request) {
  const workplace = await requireWorkplace(request, "lot:edit");
  if (workplace.servicePointIds.length === 0) throw notFound();
  return workplace;
}

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requirePoint(request);
  const [households, products] = await Promise.all([
    householdsOfServicePoint(db(), workplace.servicePointIds),
    listProducts(db()),
  ]);
  const now = new Date();
  return json({
    frame: await coopFrame(workplace.actor),
    households: households.map((one) => ({
      value: one.id,
      label: `${one.headName}（${one.number}）${one.shopName ? ` · ${one.shopName}` : " · 还没有店名"}`,
    })),
    products: products.flatMap((product) =>
      product.grades.map((grade) => ({
        value: `${product.id}|${grade}`,
        label: `${product.name} · ${grade}${product.baseUnit === "PIECE" ? `（按${product.pieceName}）` : ""}`,
        group: product.name,
      })),
    ),
    today: dayOf(now),
    expiresOn: dayOf(addDays(now, 10)),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requirePoint(request);
  const form = await parseForm(request, householdLotForm);
  if (!form.ok) return form.answer;
  const { householdId, product, quantity, unit, harvestedOn, expiresOn, testMark } = form.value;
  const products = await listProducts(db());
  const counts = products.find((one) => one.id === product.productId)?.baseUnit === "PIECE";
  if (counts !== (unit === "piece")) {
    return form.refuse({ unit: [counts ? "这种产品按个数记。" : "这种产品按斤或公斤记。"] });
  }
  const made = await createHouseholdLot({
    actor: workplace.actor,
    householdId,
    ...product,
    quantity,
    harvestedOn,
    expiresOn,
    ...(testMark === undefined || testMark === "NONE" ? {} : { testMark }),
    now: new Date(),
  });
  if (!made.ok) return form.refuse({ [fieldOf(made.failure)]: [explainHouseholdLotFailure(made.failure)] });
  return redirect(paths.coop.lot(made.value.lotId, { done: "sealed" }));
}

function fieldOf(failure: HouseholdLotFailure): string {
  switch (failure.kind) {
    case "no-such-household":
      return "householdId";
    case "no-such-product":
    case "no-such-grade":
      return "product";
    case "bad-quantity":
      return "quantity";
    case "harvested-in-the-future":
      return "harvestedOn";
    case "expired":
    case "expires-before-harvest":
    case "bad-day":
      return "expiresOn";
  }
}

export default function HouseholdLot() {
  const { frame, households, products, today, expiresOn } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = refused?.errors;
  return (
    <CoopFrame
      frame={frame}
      current="lots"
      title={errorTitle(TITLE, errors)}
      intro="农户自己种、自己卖：这个批次全部是这一户的，卖出后货款归这户，服务点只收规定的服务费。"
      crumbs={[{ label: "批次", href: paths.coop.lots() }, { label: TITLE }]}
    >
      <ForHelpedHouseholds households={households}>
        <PostForm className="form" noValidate>
          <ErrorSummary errors={errors} title="没有登记" />
          <HelpedHouseholdField households={households} refused={refused} />
          <SelectField
            label="产品和等级"
            name="product"
            placeholder="请选择"
            options={products}
            defaultValue={shown(refused, "product")}
            error={errors?.["product"]}
          />
          <RadioGroup
            label="单位"
            name="unit"
            look="tiles"
            choices={[
              { value: "jin", label: "斤" },
              { value: "kg", label: "公斤" },
              { value: "piece", label: "个、枚、只" },
            ]}
            defaultValue={shown(refused, "unit", "jin")}
            error={errors?.["unit"]}
          />
          <Field
            label="数量"
            name="quantity"
            width="short"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={shown(refused, "quantity")}
            error={errors?.["quantity"]}
          />
          <Field
            label="采收日期"
            name="harvestedOn"
            type="date"
            width="short"
            max={today}
            defaultValue={shown(refused, "harvestedOn", today)}
            error={errors?.["harvestedOn"]}
          />
          <Field
            label="可售至"
            name="expiresOn"
            type="date"
            width="short"
            min={today}
            defaultValue={shown(refused, "expiresOn", expiresOn)}
            error={errors?.["expiresOn"]}
          />
          <SelectField
            label="承诺达标合格证"
            name="testMark"
            hint={`农户当面承诺：${PROMISE}只有蔬菜、水果、鲜茶叶、畜禽、禽蛋和养殖水产品要开。`}
            options={[
              ...TEST_MARKS.map((mark) => ({ value: mark, label: `承诺，依据：${TEST_MARK_WORDS[mark]}` })),
              { value: "NONE", label: "不开" },
            ]}
            defaultValue={shown(refused, "testMark", "CONTROLLED")}
            error={errors?.["testMark"]}
          />
          <div className="form-actions">
            <Button size="large">登记</Button>
          </div>
        </PostForm>
      </ForHelpedHouseholds>
    </CoopFrame>
  );
}
