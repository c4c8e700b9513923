import { LONGEST_KEEPING, LONGEST_KEEPING_EN } from "~/catalog/listing-failure";
import { Field, SelectField, TextareaField, type FormErrors, type Option } from "~/ui/form";
import { typedPackWords } from "./pack-words";
import { shown, ticked } from "./typed";

/** A text of a sentence or two that need not be written. */
const SHORT_TEXT = { rows: 2, width: "full", optional: true } as const;

/** What the listing form starts from, already in the words and units of the form. */
export type ListingFieldsData = {
  readonly unit: "jin" | "kg" | "piece";
  readonly unitWord: string;
  readonly villages: readonly Option[];
  readonly rules: readonly Option[];
  readonly freights: readonly Option[];
  readonly values: {
    readonly title: string;
    readonly titleEn: string;
    readonly areaCode: string;
    readonly splitRuleCode: string;
    readonly freightId: string;
    readonly shipsWithinDays: string;
    readonly season: readonly number[];
    readonly marketPrice: string;
    readonly marketSource: string;
    readonly marketDay: string;
    readonly story: string;
    readonly storyEn: string;
    readonly keeping: string;
    readonly keepingEn: string;
    readonly eating: string;
    readonly eatingEn: string;
  };
  readonly variants: readonly {
    readonly id: string;
    readonly name: string;
    readonly nameEn: string;
    readonly quantity: string;
    readonly price: string;
    readonly shipping: string;
    readonly active: boolean;
  }[];
};

type Refused = { readonly errors: FormErrors; readonly typed: Readonly<Record<string, string>> } | undefined;

const SPARE_ROWS = 2;
const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1);

/** The fields of a listing, in sections; the form around it has the buttons. */
export function ListingFields({ data, refused }: { data: ListingFieldsData; refused: Refused }) {
  const { values } = data;
  const errors = refused?.errors ?? {};
  const text = (name: keyof ListingFieldsData["values"]) => ({
    name,
    defaultValue: shown(refused, name, String(values[name])),
    error: errors[name] ?? null,
  });
  return (
    <>
      <input type="hidden" name="unit" value={data.unit} />
      <fieldset className="form form-section">
        <legend>基本信息</legend>
        <Field
          label="商品名称"
          width="full"
          maxLength={60}
          hint="写清产地和品种，例如“里坪红心猕猴桃”。"
          {...text("title")}
        />
        <SelectField label="产地村" placeholder="请选择" options={data.villages} {...text("areaCode")} />
        <fieldset className="choices" data-look="tiles">
          <legend className="field-legend">采收月份</legend>
          <div className="choice-list">
            {MONTHS.map((month, index) => (
              <label key={month} className="choice">
                <input
                  type="checkbox"
                  name={`season[${index}]`}
                  value={month}
                  defaultChecked={ticked(refused, `season[${index}]`, values.season.includes(month))}
                />
                <span>{month} 月</span>
              </label>
            ))}
          </div>
        </fieldset>
        <TextareaField label="介绍" rows={4} width="full" optional hint="怎么种的、什么味道。" {...text("story")} />
        <TextareaField
          label="保存"
          {...SHORT_TEXT}
          maxLength={LONGEST_KEEPING}
          hint="收到后怎么放、放多久；不写就显示同类商品的一句话。"
          {...text("keeping")}
        />
        <TextareaField
          label="吃法"
          {...SHORT_TEXT}
          maxLength={LONGEST_KEEPING}
          hint="怎么做、谁不能吃；不是吃的不用写。"
          {...text("eating")}
        />
      </fieldset>
      <fieldset className="form form-section">
        <legend>规格和价格</legend>
        <p className="field-hint">一行一个规格；名称、数量、价格都空着的行不保存。取消“在售”就不再卖这个规格。</p>
        <div className="ruled">
          {Array.from({ length: Math.max(data.variants.length + SPARE_ROWS, 1) }, (_, index) => (
            <VariantRow
              key={index}
              index={index}
              variant={data.variants[index]}
              unit={data.unit}
              unitWord={data.unitWord}
              refused={refused}
              errors={errors}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="form form-section">
        <legend>怎么分、怎么发</legend>
        <SelectField label="分配规则" placeholder="请选择" options={data.rules} {...text("splitRuleCode")} />
        <SelectField label="运费模板" placeholder="请选择" options={data.freights} {...text("freightId")} />
        <Field label="付款后几天内发货" unit="天" width="short" inputMode="numeric" {...text("shipsWithinDays")} />
        <Field
          label="市场参考价"
          unit={data.unit === "piece" ? `元/${data.unitWord}` : "元/kg"}
          width="short"
          inputMode="decimal"
          optional
          {...text("marketPrice")}
        />
        <Field label="参考价来源" optional hint="例如“县农贸市场 11 月均价”。" {...text("marketSource")} />
        <Field
          label="参考价日期"
          type="date"
          width="short"
          optional
          hint="看到这个价的日子，不填算今天；过了 60 天店铺不再显示。"
          {...text("marketDay")}
        />
      </fieldset>
      <details open={values.titleEn !== "" || refused !== undefined}>
        <summary>英文内容（选填）</summary>
        <div className="form">
          <Field label="英文名称" width="full" lang="en" optional {...text("titleEn")} />
          <TextareaField label="英文介绍" rows={4} width="full" lang="en" optional {...text("storyEn")} />
          <TextareaField
            label="英文保存"
            {...SHORT_TEXT}
            lang="en"
            maxLength={LONGEST_KEEPING_EN}
            {...text("keepingEn")}
          />
          <TextareaField
            label="英文吃法"
            {...SHORT_TEXT}
            lang="en"
            maxLength={LONGEST_KEEPING_EN}
            {...text("eatingEn")}
          />
        </div>
      </details>
    </>
  );
}

function VariantRow({
  index,
  variant,
  unit,
  unitWord,
  refused,
  errors,
}: {
  index: number;
  variant: ListingFieldsData["variants"][number] | undefined;
  unit: ListingFieldsData["unit"];
  unitWord: string;
  refused: Refused;
  errors: FormErrors;
}) {
  const field = (name: "name" | "nameEn" | "quantity" | "price" | "shipping") => ({
    name: `variants[${index}].${name}`,
    defaultValue: shown(refused, `variants[${index}].${name}`, variant?.[name] ?? ""),
    error: errors[`variants[${index}].${name}`] ?? null,
  });
  const id = shown(refused, `variants[${index}].id`, variant?.id ?? "");
  const active = `variants[${index}].active`;
  return (
    <div
      className="variant-row"
      role="group"
      aria-label={`规格 ${index + 1}`}
      data-pack=""
      data-unit={unit}
      data-piece={unitWord}
    >
      {id !== "" && <input type="hidden" name={`variants[${index}].id`} value={id} />}
      <Field label="规格名称" width="short" placeholder="5 斤装" {...field("name")} />
      <Field label="每份数量" width="short" unit={unitWord} inputMode="decimal" {...field("quantity")} />
      <Field label="价格" width="short" unit="元" inputMode="decimal" {...field("price")} />
      <Field label="包裹重量" width="short" unit="kg" inputMode="decimal" {...field("shipping")} />
      <Field label="英文名称" width="short" lang="en" optional {...field("nameEn")} />
      <label className="choice">
        <input type="checkbox" name={active} defaultChecked={ticked(refused, active, variant?.active ?? true)} />
        <span>在售</span>
      </label>
      <output className="quiet" aria-label={`规格 ${index + 1} 合`}>
        {typedPackWords({
          quantity: field("quantity").defaultValue,
          price: field("price").defaultValue,
          unit,
          pieceName: unitWord,
        })}
      </output>
    </div>
  );
}
