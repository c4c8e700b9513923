import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { openIntakes, openProducts } from "~/supply/intake-list-store.server";
import { explainSealLotFailure, type SealLotFailure } from "~/supply/lot-failure";
import { findProduct } from "~/supply/product-store.server";
import { TEST_MARK_WORDS, TEST_MARKS } from "~/supply/conformity";
import { quantityWords } from "~/supply/quantity-words";
import { sealLot } from "~/supply/seal-lot.server";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { unitPriceWords } from "~/supply/unit-price";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { CoopFrame, coopMeta } from "./coop-frame";
import { counted, countingWord, storedPrice } from "./counting-words";
import { countingOf } from "./fields.server";
import { sealForm } from "./lot-forms.server";
import { shown, ticked } from "./typed";
import { chosenCooperative, coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "封一个批次";
const KEEPS_DAYS = { perishable: 10, dry: 180 };

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "lot:edit");
  const search = new URL(request.url).searchParams;
  const frame = await coopFrame(workplace.actor);
  const cooperativeId = chosenCooperative(workplace, search.get("coop"));
  if (cooperativeId === undefined) {
    const cooperatives = await findCooperatives(db(), workplace.cooperativeIds);
    return json({
      frame,
      step: "cooperative" as const,
      cooperatives: cooperatives.map(({ id, name }) => ({ id, name })),
    });
  }
  const coop = workplace.cooperativeIds.length > 1 ? cooperativeId : "";
  const products = await openProducts(db(), cooperativeId);
  const chosen = products.find((one) => one.productId === search.get("product"));
  const product = chosen && (await findProduct(db(), chosen.productId));
  if (!product) {
    return json({
      frame,
      step: "product" as const,
      coop,
      products: products.map((one) => ({
        id: one.productId,
        name: one.name,
        about: `${one.intakes} 单，共 ${quantityWords(one.remaining, one)}`,
      })),
    });
  }
  const unit = countingOf(product.baseUnit, search.get("unit"));
  const intakes = await openIntakes(db(), cooperativeId, product.id);
  const now = new Date();
  const keeps = product.perishable ? KEEPS_DAYS.perishable : KEEPS_DAYS.dry;
  return json({
    frame,
    step: "seal" as const,
    coop,
    cooperativeId,
    product: { id: product.id, name: product.name, grades: product.grades, certified: product.certified },
    unit,
    unitWord: countingWord(unit, product.pieceName),
    intakes: intakes.map((row) => ({
      id: row.id,
      number: row.number,
      supplier: row.householdName ?? row.supplierNote ?? "其他供货人",
      grade: row.grade,
      mode: MODE_WORDS[row.settlementMode],
      price: row.unitPriceFen === null ? null : unitPriceWords(row.unitPriceFen, row),
      left: quantityWords(row.remaining, row),
      leftTyped: counted(row.remaining, unit),
      delivered: dayOf(row.deliveredAt),
    })),
    totalLeft: quantityWords(
      intakes.reduce((total, row) => total + row.remaining, 0),
      product,
    ),
    harvestedOn: intakes.map((row) => dayOf(row.deliveredAt)).sort()[0] ?? dayOf(now),
    expiresOn: dayOf(addDays(now, keeps)),
    today: dayOf(now),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "lot:edit");
  const form = await parseForm(request, sealForm);
  if (!form.ok) return form.answer;
  const { cooperativeId, chosen, grade, harvestedOn, expiresOn, testMark, unit } = form.value;
  const sealed = await sealLot({
    actor: workplace.actor,
    cooperativeId,
    intakes: chosen.map(({ intakeId, quantity, price }) => ({
      intakeId,
      ...(quantity === undefined ? {} : { quantity }),
      ...(price === undefined ? {} : { agreedPriceFen: storedPrice(price, unit) }),
    })),
    ...(grade === "" ? {} : { grade }),
    harvestedOn,
    expiresOn,
    ...(testMark === undefined ? {} : { testMark }),
    now: new Date(),
  });
  if (!sealed.ok) return form.refuse({ [fieldOf(sealed.failure)]: [explainSealLotFailure(sealed.failure)] });
  return redirect(paths.coop.lot(sealed.value.lotId, { done: "sealed" }));
}

function fieldOf(failure: SealLotFailure): string {
  switch (failure.kind) {
    case "no-such-grade":
    case "grade-too-good":
      return "grade";
    case "harvested-in-the-future":
      return "harvestedOn";
    case "expired":
    case "expires-before-harvest":
      return "expiresOn";
    default:
      return "";
  }
}

export default function SealLot() {
  const data = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = refused?.errors;
  return (
    <CoopFrame
      frame={data.frame}
      current="lots"
      title={errorTitle(TITLE, errors)}
      crumbs={[{ label: "批次", href: paths.coop.lots() }, { label: TITLE }]}
    >
      {data.step === "cooperative" && (
        <div className="cluster">
          {data.cooperatives.map(({ id, name }) => (
            <ButtonLink key={id} tone="quiet" size="large" href={paths.coop.sealLot({ coop: id })}>
              {name}
            </ButtonLink>
          ))}
        </div>
      )}
      {data.step === "product" &&
        (data.products.length === 0 ? (
          <EmptyState
            title="没有可以封批的货"
            action={<ButtonLink href={paths.coop.newIntake()}>记一笔收货</ButtonLink>}
          >
            入库单里还有余量的货，会列在这里。
          </EmptyState>
        ) : (
          <section className="stack">
            <h2>封哪种产品？</h2>
            <ul className="halves plain-list">
              {data.products.map((product) => (
                <li key={product.id}>
                  <ButtonLink
                    tone="quiet"
                    size="large"
                    wide
                    href={paths.coop.sealLot({ product: product.id, coop: data.coop })}
                  >
                    {product.name} <span className="caption">{product.about}</span>
                  </ButtonLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
      {data.step === "seal" && (
        <PostForm className="form" noValidate>
          <ErrorSummary errors={errors} title="没有封批" />
          <input type="hidden" name="cooperativeId" value={data.cooperativeId} />
          <input type="hidden" name="unit" value={data.unit} />
          <p className="lead">
            {data.product.name}，未入批次的共 {data.totalLeft}
          </p>
          <fieldset className="choices stack-small">
            <legend className="field-legend">装进哪些入库单</legend>
            <p className="field-hint">默认全部装入、用完余量；没有定价的代销货在这里议价。</p>
            <ul className="plain-list ruled">
              {data.intakes.map((row, index) => {
                const was = typedRow(refused, row.id) ?? index;
                const name = (field: string) => `intakes[${index}].${field}`;
                const typedName = (field: string) => `intakes[${was}].${field}`;
                return (
                  <li key={row.id} className="stack-small">
                    <input type="hidden" name={name("id")} value={row.id} />
                    <label className="choice">
                      <input
                        type="checkbox"
                        name={name("take")}
                        defaultChecked={ticked(refused, typedName("take"), true)}
                      />
                      <span>
                        {row.supplier} · {row.grade} · 余 {row.left}
                        <span className="choice-hint">
                          {row.number}，{row.delivered}，{row.mode}，{row.price ?? "待定价"}
                        </span>
                      </span>
                    </label>
                    {row.price === null && (
                      <Field
                        label="议定价"
                        name={name("price")}
                        unit={`元/${data.unitWord}`}
                        width="short"
                        inputMode="decimal"
                        autoComplete="off"
                        aria-label={`${row.number} 议定价`}
                        defaultValue={shown(refused, typedName("price"))}
                        error={errors?.[typedName("price")]}
                      />
                    )}
                    <details open={shown(refused, typedName("quantity")) !== ""}>
                      <summary>只装一部分</summary>
                      <Field
                        label="取用"
                        name={name("quantity")}
                        unit={data.unitWord}
                        width="short"
                        inputMode="decimal"
                        autoComplete="off"
                        hint={`最多 ${row.leftTyped} ${data.unitWord}，空着就全部装入`}
                        aria-label={`${row.number} 取用数量`}
                        defaultValue={shown(refused, typedName("quantity"))}
                        error={errors?.[typedName("quantity")]}
                      />
                    </details>
                  </li>
                );
              })}
            </ul>
          </fieldset>
          <SelectField
            label="批次等级"
            name="grade"
            width="short"
            placeholder="按最低一级标"
            optional
            hint="不能比里面最低的等级更高。"
            options={data.product.grades.map((grade) => ({ value: grade, label: grade }))}
            defaultValue={shown(refused, "grade")}
            error={errors?.["grade"]}
          />
          <Field
            label="采收日期"
            name="harvestedOn"
            type="date"
            width="short"
            max={data.today}
            defaultValue={shown(refused, "harvestedOn", data.harvestedOn)}
            error={errors?.["harvestedOn"]}
          />
          <Field
            label="可售至"
            name="expiresOn"
            type="date"
            width="short"
            min={data.today}
            hint="过了这一天不再出售。"
            defaultValue={shown(refused, "expiresOn", data.expiresOn)}
            error={errors?.["expiresOn"]}
          />
          {data.product.certified && (
            <SelectField
              label="承诺达标合格证的依据"
              name="testMark"
              hint="每张入库单都登记了合格证，封批时就开出本批的合格证；缺的，补齐后在批次页开。"
              options={TEST_MARKS.map((mark) => ({ value: mark, label: TEST_MARK_WORDS[mark] }))}
              defaultValue={shown(refused, "testMark", "CONTROLLED")}
              error={errors?.["testMark"]}
            />
          )}
          <div className="form-actions">
            <Button size="large">封批</Button>
            <p className="quiet">封批后，供货构成会冻结并计算校验码，不能再改。</p>
          </div>
        </PostForm>
      )}
    </CoopFrame>
  );
}

/** Where a delivery stood in the form that was refused; the list may have changed since. */
function typedRow(
  refused: { readonly typed: Readonly<Record<string, string>> } | undefined,
  intakeId: string,
): number | undefined {
  const found = Object.entries(refused?.typed ?? {}).find(
    ([name, value]) => value === intakeId && /^intakes\[\d+\]\.id$/.test(name),
  );
  return found && Number(/\d+/.exec(found[0])?.[0]);
}
