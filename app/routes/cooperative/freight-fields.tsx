import { Field, type FormErrors } from "~/ui/form";
import { shown, ticked } from "./typed";

export type ZoneValues = {
  readonly provinces: string;
  readonly delivered: boolean;
  readonly firstWeight: string;
  readonly firstPrice: string;
  readonly nextWeight: string;
  readonly nextPrice: string;
  readonly freeAbove: string;
};

type Refused = { readonly errors: FormErrors; readonly typed: Readonly<Record<string, string>> } | undefined;

const SPARE_ROWS = 2;

/** The fields of a freight template; the form around it has the buttons. */
export function FreightFields({
  values,
  refused,
}: {
  values: { readonly name: string; readonly shipperName: string; readonly zones: readonly ZoneValues[] };
  refused: Refused;
}) {
  const errors = refused?.errors ?? {};
  return (
    <>
      <Field
        label="模板名称"
        name="name"
        hint="自己看的名字，例如“鲜果快递”。"
        defaultValue={shown(refused, "name", values.name)}
        error={errors["name"]}
      />
      <Field
        label="承运方"
        name="shipperName"
        hint="顾客会看到，例如“邮政快递”。"
        defaultValue={shown(refused, "shipperName", values.shipperName)}
        error={errors["shipperName"]}
      />
      <fieldset className="form form-section">
        <legend>配送区域和运费</legend>
        <p className="field-hint">
          一行一个区域。省份用空格或顿号隔开；写“其余”表示其他行没有写到的省份。没有写到的省份不配送。
        </p>
        <div className="ruled">
          {Array.from({ length: values.zones.length + SPARE_ROWS }, (_, index) => (
            <Zone key={index} index={index} zone={values.zones[index]} refused={refused} errors={errors} />
          ))}
        </div>
      </fieldset>
    </>
  );
}

function Zone({
  index,
  zone,
  refused,
  errors,
}: {
  index: number;
  zone: ZoneValues | undefined;
  refused: Refused;
  errors: FormErrors;
}) {
  const field = (name: Exclude<keyof ZoneValues, "delivered">) => ({
    name: `zones[${index}].${name}`,
    defaultValue: shown(refused, `zones[${index}].${name}`, zone?.[name] ?? ""),
    error: errors[`zones[${index}].${name}`] ?? null,
  });
  const delivered = `zones[${index}].delivered`;
  return (
    <div className="stack-small" role="group" aria-label={`区域 ${index + 1}`}>
      <Field label={`区域 ${index + 1} 的省份`} width="full" placeholder="安徽、江苏、上海" {...field("provinces")} />
      <div className="variant-row">
        <Field label="首重" width="short" unit="kg" inputMode="decimal" {...field("firstWeight")} />
        <Field label="首重运费" width="short" unit="元" inputMode="decimal" {...field("firstPrice")} />
        <Field label="每续重" width="short" unit="kg" inputMode="decimal" {...field("nextWeight")} />
        <Field label="续重运费" width="short" unit="元" inputMode="decimal" {...field("nextPrice")} />
        <Field label="满额包邮" width="short" unit="元" inputMode="decimal" optional {...field("freeAbove")} />
        <label className="choice">
          <input
            type="checkbox"
            name={delivered}
            defaultChecked={ticked(refused, delivered, zone?.delivered ?? true)}
          />
          <span>配送</span>
        </label>
      </div>
    </div>
  );
}
