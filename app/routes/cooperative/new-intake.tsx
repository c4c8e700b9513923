import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { memberHouseholds } from "~/households/household-store.server";
import { isId, newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { attachSlip } from "~/supply/attach-slip.server";
import { CONFORMITIES, CONFORMITY_WORDS } from "~/supply/conformity";
import { lastDelivery, recentProducts, recentSuppliers } from "~/supply/intake-list-store.server";
import { listProducts } from "~/supply/product-store.server";
import { INTAKE_MODES, MODE_EXPLANATIONS, MODE_WORDS } from "~/supply/settlement-mode";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, RadioGroup, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { SummaryList } from "~/ui/summary-list";
import { CoopFrame, coopMeta } from "./coop-frame";
import { countingWord, typedPrice } from "./counting-words";
import { countingOf } from "./fields.server";
import { intakeForm } from "./intake-form.server";
import { recordTyped } from "./record-typed-intake.server";
import { shown } from "./typed";
import { chosenCooperative, coopFrame, requireCooperative, type Workplace } from "./workplace.server";

const TITLE = "记一笔收货";
const FOUND_AT_MOST = 20;
const RECENT = 8;

export const meta: MetaFunction = () => coopMeta(TITLE);

/** Three screens by GET: which household, which product, then the scale. Works without scripts and goes back by "back". */
export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "intake:record");
  const search = new URL(request.url).searchParams;
  const frame = await coopFrame(workplace.actor);
  const asked = {
    household: search.get("household") ?? "",
    product: search.get("product") ?? "",
    unit: search.get("unit") ?? "",
    coop: search.get("coop") ?? "",
  };
  const cooperativeId = chosenCooperative(workplace, asked.coop);
  if (cooperativeId === undefined) {
    const cooperatives = await findCooperatives(db(), workplace.cooperativeIds);
    return json({
      frame,
      asked,
      step: "cooperative" as const,
      cooperatives: cooperatives.map(({ id, name }) => ({ id, name })),
    });
  }
  const own = { ...asked, coop: workplace.cooperativeIds.length > 1 ? cooperativeId : "" };
  const household = await supplierOf(cooperativeId, asked.household);
  if (household === undefined)
    return json({ frame, asked: own, ...(await householdStep(cooperativeId, search.get("q"))) });
  const products = await listProducts(db());
  const product = products.find((one) => one.id === asked.product);
  if (!product) {
    const recent = await recentProducts(db(), cooperativeId, RECENT);
    const named = (one: (typeof products)[number]) => ({ id: one.id, name: one.name });
    return json({
      frame,
      asked: own,
      step: "product" as const,
      supplier: household.name,
      recent: recent.flatMap((id) => products.filter((one) => one.id === id).map(named)),
      others: products.filter((one) => !recent.includes(one.id)).map(named),
    });
  }
  const last = await lastDelivery(db(), { cooperativeId, householdId: household.id, productId: product.id });
  const unit = countingOf(product.baseUnit, asked.unit);
  return json({
    frame,
    asked: own,
    step: "scale" as const,
    cooperativeId,
    supplier: household.name,
    householdId: household.id,
    product: {
      id: product.id,
      name: product.name,
      grades: product.grades,
      isCounted: product.baseUnit === "PIECE",
      certified: product.certified,
    },
    unit,
    unitWord: countingWord(unit, product.pieceName),
    clientId: newId(),
    today: dayOf(new Date()),
    weigher: workplace.actor.displayName,
    prefilled: {
      grade: last?.grade ?? "",
      mode: last?.settlementMode ?? "CONSIGNED",
      price: typedPrice(last?.unitPriceFen ?? null, unit),
    },
  });
}

/** The household asked for, if it is a member today; "other" is nobody registered; undefined asks anew. */
async function supplierOf(
  cooperativeId: string,
  asked: string,
): Promise<{ id: string | null; name: string } | undefined> {
  if (asked === "other") return { id: null, name: "其他供货人（未登记）" };
  if (!isId(asked)) return undefined;
  const members = await memberHouseholds(db(), cooperativeId, { day: dayOf(new Date()), limit: 2_000 });
  const member = members.find((one) => one.id === asked);
  return member && { id: member.id, name: `${member.headName}（${member.number}）` };
}

async function householdStep(cooperativeId: string, typed: string | null) {
  const query = typed?.trim().slice(0, 40) ?? "";
  const [found, recent] = await Promise.all([
    query === "" ? [] : memberHouseholds(db(), cooperativeId, { query, day: dayOf(new Date()), limit: FOUND_AT_MOST }),
    recentSuppliers(db(), cooperativeId, RECENT),
  ]);
  const named = ({
    id,
    headName,
    number,
    groupName,
  }: {
    id: string;
    headName: string;
    number: string;
    groupName: string;
  }) => ({
    id,
    headName,
    about: `${groupName} ${number}`,
  });
  return { step: "household" as const, query, found: found.map(named), recent: recent.map(named) };
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "intake:record");
  const form = await parseForm(request, intakeForm);
  if (!form.ok) return form.answer;
  const now = new Date();
  const recorded = await recordTyped(workplace.actor, form.value, now);
  if (!recorded.ok) return form.refuse({ [recorded.failure.field]: [recorded.failure.message] });
  const { intakeId } = recorded.value;
  return redirect(paths.coop.intake(intakeId, { done: await keepSlip(workplace, intakeId, form.value.slip, now) }));
}

/** The slip's photo comes last and may fail by itself: the weight is in the books either way. */
async function keepSlip(workplace: Workplace, intakeId: string, slip: File | undefined, now: Date): Promise<string> {
  if (slip === undefined || slip.size === 0) return "recorded";
  const bytes = new Uint8Array(await slip.arrayBuffer());
  const attached = await attachSlip({ actor: workplace.actor, intakeId, bytes, now });
  return attached.ok || attached.failure.kind === "has-a-slip" ? "recorded" : `slip-${attached.failure.kind}`;
}

export default function NewIntake() {
  const data = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={data.frame}
      current="intakes"
      title={errorTitle(TITLE, refused?.errors)}
      crumbs={[{ label: "收货", href: paths.coop.intakes() }, { label: TITLE }]}
    >
      {data.step === "household" && (
        <p>
          <a href={paths.coop.scale({ coop: data.asked.coop })}>快速收货：一页记完，没有网络也能用</a>
        </p>
      )}
      {data.step === "cooperative" && <ChooseCooperative cooperatives={data.cooperatives} />}
      {data.step === "household" && <ChooseHousehold {...data} />}
      {data.step === "product" && <ChooseProduct {...data} />}
      {data.step === "scale" && <Scale data={data} refused={refused} />}
    </CoopFrame>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Asked = Data["asked"];
type Named = { id: string; headName: string; about: string };

function ChooseCooperative({ cooperatives }: { cooperatives: readonly { id: string; name: string }[] }) {
  return (
    <section className="stack">
      <h2>给哪个合作社收货？</h2>
      <div className="cluster">
        {cooperatives.map(({ id, name }) => (
          <ButtonLink key={id} tone="quiet" size="large" href={paths.coop.newIntake({ coop: id })}>
            {name}
          </ButtonLink>
        ))}
      </div>
    </section>
  );
}

function ChooseHousehold({
  asked,
  query,
  found,
  recent,
}: {
  asked: Asked;
  query: string;
  found: readonly Named[];
  recent: readonly Named[];
}) {
  const to = (household: string) =>
    paths.coop.newIntake({ household, product: asked.product, unit: asked.unit, coop: asked.coop });
  return (
    <>
      <section className="stack">
        <h2>谁送来的？</h2>
        <form method="get" action={paths.coop.newIntake()} className="form" role="search" aria-label="查找社员">
          {asked.product !== "" && <input type="hidden" name="product" value={asked.product} />}
          {asked.unit !== "" && <input type="hidden" name="unit" value={asked.unit} />}
          {asked.coop !== "" && <input type="hidden" name="coop" value={asked.coop} />}
          <Field
            label="社员姓名、拼音或编号"
            name="q"
            defaultValue={query}
            hint="例如：程有福、chengyoufu 或编号后几位"
            autoComplete="off"
          />
          <div className="form-actions">
            <Button>查找</Button>
          </div>
        </form>
        {query !== "" && found.length === 0 && (
          <EmptyState title={`没有找到“${query}”`}>只查本社今天的社员。没有登记的人请选“其他供货人”。</EmptyState>
        )}
        <People people={found} to={to} label="查到的社员" />
      </section>
      {query === "" && recent.length > 0 && (
        <section className="stack">
          <h2>最近送过货的</h2>
          <People people={recent} to={to} label="最近送过货的社员" />
        </section>
      )}
      <p>
        <a href={to("other")}>其他供货人（没有登记的农户）</a>
      </p>
    </>
  );
}

function People({ people, to, label }: { people: readonly Named[]; to: (id: string) => string; label: string }) {
  if (people.length === 0) return null;
  return (
    <ul className="halves plain-list" aria-label={label}>
      {people.map((one) => (
        <li key={one.id}>
          <ButtonLink tone="quiet" size="large" wide href={to(one.id)}>
            {one.headName} <span className="caption">{one.about}</span>
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}

function ChooseProduct({
  asked,
  supplier,
  recent,
  others,
}: {
  asked: Asked;
  supplier: string;
  recent: readonly { id: string; name: string }[];
  others: readonly { id: string; name: string }[];
}) {
  const to = (product: string) =>
    paths.coop.newIntake({ household: asked.household, product, unit: asked.unit, coop: asked.coop });
  return (
    <>
      <SummaryList
        items={[
          {
            label: "供货人",
            value: supplier,
            action: { href: paths.coop.newIntake({ coop: asked.coop }), text: "更改", about: "供货人" },
          },
        ]}
      />
      <section className="stack">
        <h2>送来什么？</h2>
        {recent.length > 0 && <Products products={recent} to={to} label="最近收过的产品" />}
        {others.length > 0 && (
          <details open={recent.length === 0}>
            <summary>其他产品</summary>
            <Products products={others} to={to} label="其他产品" />
          </details>
        )}
      </section>
    </>
  );
}

function Products({
  products,
  to,
  label,
}: {
  products: readonly { id: string; name: string }[];
  to: (id: string) => string;
  label: string;
}) {
  return (
    <ul className="cluster plain-list" aria-label={label}>
      {products.map(({ id, name }) => (
        <li key={id}>
          <ButtonLink tone="quiet" size="large" href={to(id)}>
            {name}
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}

function Scale({
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
        accept="image/jpeg,image/png,image/webp"
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
