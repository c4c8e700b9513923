import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { lotsToCount, packsToEdit } from "~/catalog/price-list-store.server";
import { isId } from "~/kernel/ids";
import { formatYuan } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { formatLotCode } from "~/supply/lot-code";
import { quantityWords } from "~/supply/quantity-words";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle, fieldId, messagesOf, type FormErrors } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { counted, countingWord } from "./counting-words";
import { countingOf } from "./fields.server";
import { priceTableForm } from "./listing-list-forms.server";
import { packPriceWords } from "./pack-words";
import { savePriceTable } from "./save-price-table.server";
import { shown, ticked } from "./typed";
import { coopFrame, requireWorkplace, workplaceOf } from "./workplace.server";

const TITLE = "改价格和余量";
const MOST_LISTINGS = 100;

export const meta: MetaFunction = () => coopMeta(TITLE);

/** The packs of the chosen listings and the lots they sell from, as one table; `chosen` stands in the address. */
export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const search = new URL(request.url).searchParams;
  const chosen = [...search]
    .flatMap(([name, id]) => (/^chosen\b/.test(name) && isId(id) ? [id] : []))
    .slice(0, MOST_LISTINGS);
  const stock = workplaceOf(workplace.actor, "lot:edit");
  const [frame, packs, lots] = await Promise.all([
    coopFrame(workplace.actor),
    packsToEdit(db(), workplace, chosen),
    lotsToCount(db(), stock, chosen, new Date()),
  ]);
  return json({
    frame,
    done: search.get("done") ?? "",
    packs: packs.map((pack) => ({
      id: pack.id,
      listingId: pack.listingId,
      title: pack.title,
      name: `${pack.name}（${quantityWords(pack.quantity, pack)}）`,
      perUnit: packPriceWords(pack.priceFen, pack.quantity, pack.baseUnit, pack.pieceName),
      seen: String(pack.priceFen),
      price: formatYuan(pack.priceFen),
      active: pack.active,
    })),
    lots: lots.map((lot) => {
      const unit = countingOf(lot.baseUnit, null);
      return {
        id: lot.id,
        code: formatLotCode(lot.code),
        about: `${lot.productName} · ${lot.grade} · 可售至 ${lot.expiresOn}`,
        unit,
        unitWord: countingWord(unit, lot.pieceName),
        seen: String(lot.available),
        available: counted(lot.available, unit),
      };
    }),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const form = await parseForm(request, priceTableForm);
  if (!form.ok) return form.answer;
  const saved = await savePriceTable({ actor: workplace.actor, table: form.value, now: new Date() });
  if (Object.keys(saved.errors).length > 0) {
    return form.refuse({ ...saved.errors, ...(saved.changed > 0 && { "": [`其余改了 ${saved.changed} 行。`] }) });
  }
  const url = new URL(request.url);
  url.searchParams.set("done", String(saved.changed));
  return redirect(`${url.pathname}${url.search}`);
}

export default function ListingPrices() {
  const { frame, done, packs, lots } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="listings"
      title={errorTitle(TITLE, refused?.errors)}
      intro="新价格从现在起算；已下的订单按下单时的价。"
      crumbs={[{ label: "商品", href: paths.coop.listings() }, { label: TITLE }]}
    >
      <ErrorSummary errors={refused?.errors} title="有的没有保存" />
      {!refused && /^\d{1,4}$/.test(done) && (
        <Notice tone="done" live title={done === "0" ? "没有改动。" : `改了 ${done} 行。`} />
      )}
      {packs.length === 0 ? (
        <EmptyState title="没有选商品" action={<ButtonLink href={paths.coop.listings()}>去勾选商品</ButtonLink>}>
          在商品列表里勾选要改的，再按“改价格和余量”。
        </EmptyState>
      ) : (
        <PostForm className="stack-large" noValidate>
          <Table
            caption="价格"
            small="cards"
            columns={[
              { key: "pack", label: "规格" },
              { key: "now", label: "现在合" },
              { key: "price", label: "价格（元）" },
              { key: "active", label: "在售" },
            ]}
          >
            {packs.map((pack, index) => (
              <PackRow key={pack.id} pack={pack} index={index} refused={refused} />
            ))}
          </Table>
          {lots.length > 0 && (
            <>
              <Table
                caption="余量"
                note="数过货再改：少了记损耗，多了要先有登记过的损耗。被订单占着的不算在内。"
                small="cards"
                columns={[
                  { key: "lot", label: "批次" },
                  { key: "books", label: "账面", align: "end" },
                  { key: "counted", label: "实际数到" },
                ]}
              >
                {lots.map((lot, index) => (
                  <LotRow key={lot.id} lot={lot} index={index} refused={refused} />
                ))}
              </Table>
              <Field
                label="余量为什么和账面不一样"
                name="reason"
                optional
                hint="改了余量才要写，例如“盘点，运输压伤”。"
                maxLength={120}
                defaultValue={shown(refused, "reason")}
                error={refused?.errors["reason"]}
              />
            </>
          )}
          <div className="form-actions">
            <Button size="large">保存这张表</Button>
          </div>
        </PostForm>
      )}
    </CoopFrame>
  );
}

type Refused = { readonly errors: FormErrors; readonly typed: Readonly<Record<string, string>> } | undefined;
type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function PackRow({ pack, index, refused }: { pack: Data["packs"][number]; index: number; refused: Refused }) {
  const name = (field: string) => `packs[${index}].${field}`;
  return (
    <tr>
      <th scope="row">
        <span>
          <a href={paths.coop.listing(pack.listingId)}>{pack.title}</a>
          <br />
          <span className="caption">{pack.name}</span>
        </span>
        {/* What was read is sent again, also after a refusal: the row then stands on what everybody sees now. */}
        <input type="hidden" name={name("id")} value={pack.id} />
        <input type="hidden" name={name("seen")} value={pack.seen} />
        <input type="hidden" name={name("seenActive")} value={pack.active ? "on" : "off"} />
      </th>
      <Cell label="现在合">{pack.perUnit}</Cell>
      <Cell label="价格（元）">
        <CellInput
          name={name("price")}
          label={`${pack.title} ${pack.name} 的价格，元`}
          value={shown(refused, name("price"), pack.price)}
          errors={refused?.errors}
        />
      </Cell>
      <Cell label="在售">
        <label className="row-tick">
          <input
            type="checkbox"
            name={name("active")}
            id={fieldId(name("active"))}
            defaultChecked={ticked(refused, name("active"), pack.active)}
          />
          <span className="visually-hidden">
            {pack.title} {pack.name} 在售
          </span>
        </label>
      </Cell>
    </tr>
  );
}

function LotRow({ lot, index, refused }: { lot: Data["lots"][number]; index: number; refused: Refused }) {
  const name = (field: string) => `lots[${index}].${field}`;
  return (
    <tr>
      <th scope="row">
        <span>
          <a href={paths.coop.lot(lot.id)}>{lot.code}</a>
          <br />
          <span className="caption">{lot.about}</span>
        </span>
        <input type="hidden" name={name("id")} value={lot.id} />
        <input type="hidden" name={name("seen")} value={lot.seen} />
        <input type="hidden" name={name("unit")} value={lot.unit} />
      </th>
      <Cell label="账面" number>
        {lot.available} {lot.unitWord}
      </Cell>
      <Cell label="实际数到">
        <CellInput
          name={name("counted")}
          label={`批次 ${lot.code} 实际数到，${lot.unitWord}`}
          value={shown(refused, name("counted"))}
          errors={refused?.errors}
          unit={lot.unitWord}
        />
      </Cell>
    </tr>
  );
}

/** A field inside a table: its column and row name it. */
function CellInput({
  name,
  label,
  value,
  errors,
  unit,
}: {
  name: string;
  label: string;
  value: string;
  errors: FormErrors | undefined;
  unit?: string;
}) {
  const id = fieldId(name);
  const messages = messagesOf(errors, name);
  return (
    <span className="cell-input" data-invalid={messages.length > 0 ? "" : undefined}>
      {messages.length > 0 && (
        <span className="field-error" id={`${id}-error`}>
          {messages.join(" ")}
        </span>
      )}
      <span className="input-group">
        <input
          className="input"
          id={id}
          name={name}
          aria-label={label}
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          defaultValue={value}
          aria-invalid={messages.length > 0 ? true : undefined}
          aria-describedby={messages.length > 0 ? `${id}-error` : undefined}
        />
        {unit !== undefined && <span className="input-unit">{unit}</span>}
      </span>
    </span>
  );
}
