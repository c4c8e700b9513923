import { json, redirect, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { CONFORMITIES, CONFORMITY_WORDS } from "~/supply/conformity";
import { recentProducts, recentSuppliers } from "~/supply/intake-list-store.server";
import { listProducts } from "~/supply/product-store.server";
import { INTAKE_MODES, MODE_WORDS } from "~/supply/settlement-mode";
import { Button } from "~/ui/button";
import { Field, SelectField } from "~/ui/form";
import { useNonce } from "~/ui/nonce";
import type { PageHandle } from "~/ui/page-handle";
import { CoopFrame, coopMeta } from "./coop-frame";
import { typedPrice } from "./counting-words";
import type { ScaleData } from "./offline/scale-data";
import { lastTaken, scaleMembers } from "./scale-store.server";
import { chosenCooperative, coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "快速收货";
const RECENT = 8;

export const meta: MetaFunction = () => coopMeta(TITLE);

export const handle = { ownScript: true } satisfies PageHandle;

/** One page for the scale, with all it needs to go on without a network. Needs scripts; the page for one delivery does not. */
export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "intake:record");
  const cooperativeId = chosenCooperative(workplace, new URL(request.url).searchParams.get("coop"));
  if (cooperativeId === undefined) throw redirect(paths.coop.newIntake());
  const [members, recent, products, last, lastProducts] = await Promise.all([
    scaleMembers(db(), cooperativeId, dayOf(new Date())),
    recentSuppliers(db(), cooperativeId, RECENT),
    listProducts(db()),
    lastTaken(db(), cooperativeId),
    recentProducts(db(), cooperativeId, 200),
  ]);
  const known = lastProducts.flatMap((id) => products.filter((one) => one.id === id));
  const scale: ScaleData = {
    userId: workplace.actor.userId,
    cooperativeId,
    weigher: workplace.actor.displayName,
    syncUrl: paths.coop.syncIntake(),
    members: members.map(({ id, headName, headPinyin, number, groupName }) => ({
      id,
      name: headName,
      about: `${groupName} ${number}`,
      search: `${headName} ${headPinyin} ${number}`.toLowerCase(),
    })),
    recent: recent.map(({ id }) => id),
    products: (known.length > 0 ? known : products).map((product) => {
      const before = last.find(({ productId }) => productId === product.id);
      const price = (counting: "jin" | "kg" | "piece") => typedPrice(before?.unitPriceFen ?? null, counting);
      return {
        id: product.id,
        name: product.name,
        grades: product.grades,
        isCounted: product.baseUnit === "PIECE",
        pieceName: product.pieceName,
        certified: product.certified,
        grade: before?.grade ?? "",
        mode: before?.settlementMode ?? "CONSIGNED",
        price: { jin: price("jin"), kg: price("kg"), piece: price("piece") },
      };
    }),
  };
  return json({ frame: await coopFrame(workplace.actor), scale });
}

export default function Scale() {
  const { frame, scale } = useLoaderData<typeof loader>();
  const nonce = useNonce();
  return (
    <CoopFrame
      frame={frame}
      current="intakes"
      title={TITLE}
      crumbs={[{ label: "收货", href: paths.coop.intakes() }, { label: TITLE }]}
    >
      <noscript>
        <p>
          这一页要用脚本才能在没有网络时存单。<a href={paths.coop.newIntake()}>到“记一笔收货”</a>，那里不用脚本。
        </p>
      </noscript>
      <p id="scale-state" role="status" className="quiet" />
      <form id="scale" className="form" noValidate hidden>
        <div id="scale-top" className="stack-small">
          <Field
            label="供货人：姓名、拼音或编号"
            name="q"
            autoComplete="off"
            autoCapitalize="off"
            hint="例如 chengyoufu，或编号后几位"
          />
          <div id="scale-people" className="halves scale-people" role="group" aria-label="供货人" />
          <p id="scale-found" className="caption" aria-live="polite" />
        </div>
        <Picks id="scale-products" label="产品" />
        <Picks id="scale-grades" label="等级" />
        <div id="scale-units" className="cluster" role="group" aria-label="计量单位" />
        <Field
          label="毛重或数量"
          name="gross"
          unit={<span data-unit="" />}
          width="short"
          inputMode="decimal"
          autoComplete="off"
        />
        <p id="scale-words" className="lead" aria-live="polite" />
        <div className="halves">
          <Field
            label="皮重"
            name="tare"
            unit={<span data-unit="" />}
            width="short"
            inputMode="decimal"
            autoComplete="off"
            optional
          />
          <Field
            label="扣杂、破损"
            name="deduction"
            unit={<span data-unit="" />}
            width="short"
            inputMode="decimal"
            autoComplete="off"
            optional
          />
        </div>
        <Field
          label="单价"
          name="price"
          unit={<span data-price-unit="" />}
          width="short"
          inputMode="decimal"
          autoComplete="off"
          hint="代销可以先空着。"
        />
        <SelectField
          label="结算方式"
          name="mode"
          options={INTAKE_MODES.map((mode) => ({ value: mode, label: MODE_WORDS[mode] }))}
        />
        <SelectField
          label="承诺达标合格证"
          name="conformity"
          optional
          options={[
            { value: "", label: "还没有" },
            ...CONFORMITIES.map((one) => ({ value: one, label: CONFORMITY_WORDS[one] })),
          ]}
        />
        <details>
          <summary>纸质单、照片、备注</summary>
          <div className="form">
            <Field label="纸质单号" name="paperNumber" width="short" autoComplete="off" optional />
            <Field label="纸质单照片" name="photo" type="file" accept="image/*" capture="environment" optional />
            <Field label="重量特别大时写原因" name="unusualReason" autoComplete="off" optional />
            <Field label="备注" name="note" autoComplete="off" optional />
          </div>
        </details>
        <p id="scale-problem" role="alert" className="field-error" hidden />
        <div className="form-actions">
          <Button size="large">保存并记下一户</Button>
        </div>
      </form>
      <section id="scale-queue" className="stack" hidden>
        <div className="section-head">
          <h2>这部手机上的单</h2>
        </div>
        <p>
          待发送{" "}
          <strong id="scale-waiting" className="number">
            0
          </strong>{" "}
          · 已发送{" "}
          <strong id="scale-sent" className="number">
            0
          </strong>{" "}
          · 需修改{" "}
          <strong id="scale-refused" className="number">
            0
          </strong>
        </p>
        <div className="cluster">
          <Button id="scale-send" type="button" tone="quiet">
            立即发送
          </Button>
          <Button id="scale-file" type="button" tone="quiet">
            存成文件
          </Button>
        </div>
        <ul id="scale-list" className="plain-list ruled" />
      </section>
      <div id="scale-data" hidden data-worker={paths.coop.scaleWorker()} data-scale={JSON.stringify(scale)} />
      <script nonce={nonce} src={paths.coop.scaleScript()} defer />
    </CoopFrame>
  );
}

function Picks({ id, label }: { id: string; label: string }) {
  return (
    <div className="stack-small">
      <p className="field-label" id={`${id}-label`}>
        {label}
      </p>
      <div id={id} className="cluster" role="group" aria-labelledby={`${id}-label`} />
    </div>
  );
}
