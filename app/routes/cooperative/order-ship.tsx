import { CARRIERS } from "~/orders/carriers";
import { Button } from "~/ui/button";
import { Field, SelectField } from "~/ui/form";
import type { FormReply } from "~/platform/form.server";
import { PostForm } from "~/ui/post-form";
import type { OrderView } from "./order-view.server";
import { shown } from "./typed";

/** Hands a parcel to the carrier: everything that is left, or the packs named. */
export function ShipForm({
  view,
  refused,
  primary,
}: {
  view: Pick<OrderView, "shipment" | "lines">;
  refused: FormReply | undefined;
  primary: boolean;
}) {
  const left = view.lines.filter((line) => line.left > 0);
  const canSplit = left.reduce((packs, line) => packs + line.left, 0) > 1;
  return (
    <PostForm className="form" noValidate>
      <input type="hidden" name="intent" value="ship" />
      <SelectField
        label="快递公司"
        name="carrier"
        width="short"
        options={CARRIERS.map(({ code, name }) => ({
          value: code,
          label: code === "OTHER" ? `其他（${view.shipment.shipper}）` : name,
        }))}
        defaultValue={shown(refused, "carrier", view.shipment.carrier)}
        error={refused?.errors["carrier"]}
      />
      <Field
        label="快递单号"
        name="trackingNumber"
        autoComplete="off"
        autoCapitalize="characters"
        defaultValue={shown(refused, "trackingNumber")}
        error={refused?.errors["trackingNumber"]}
      />
      {canSplit && (
        <details open={left.some((_, index) => refused?.errors[`content[${index}].quantity`] !== undefined)}>
          <summary>分几个包裹发：只发一部分</summary>
          <p className="quiet">填这个包裹里装几份，不装的填 0；其余的货留着下一个包裹。</p>
          {left.map((line, index) => (
            <div key={line.id}>
              <input type="hidden" name={`content[${index}].id`} value={line.id} />
              <Field
                label={line.title}
                name={`content[${index}].quantity`}
                unit={`份，还有 ${line.left} 份`}
                width="short"
                inputMode="numeric"
                autoComplete="off"
                defaultValue={shown(refused, `content[${index}].quantity`, String(line.left))}
                error={refused?.errors[`content[${index}].quantity`]}
              />
            </div>
          ))}
        </details>
      )}
      <div className="form-actions">
        <Button tone={primary ? "primary" : "quiet"}>发货</Button>
      </div>
    </PostForm>
  );
}
