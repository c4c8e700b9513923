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
import { lastDelivery, recentProducts, recentSuppliers } from "~/supply/intake-list-store.server";
import { listProducts } from "~/supply/product-store.server";
import { errorTitle } from "~/ui/form-errors";
import { CoopFrame, coopMeta } from "./coop-frame";
import { countingWord, typedPrice } from "./counting-words";
import { countingOf } from "./fields.server";
import { intakeForm } from "./intake-form.server";
import { ChooseCooperative, ChooseHousehold, ChooseProduct } from "./new-intake-choices";
import { ScaleForm } from "./new-intake-scale";
import { recordTyped } from "./record-typed-intake.server";
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
      {data.step === "scale" && <ScaleForm data={data} refused={refused} />}
    </CoopFrame>
  );
}
