import type { SerializeFrom } from "@remix-run/node";
import { LONGEST_PREORDER_DAYS, LONGEST_SEASON, LONGEST_SEASON_EN } from "~/catalog/preorder";
import { Button } from "~/ui/button";
import { Field, type FormErrors } from "~/ui/form";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import type { preorderView } from "./listing-preorder.server";
import { shown } from "./typed";

type Preorder = NonNullable<SerializeFrom<Awaited<ReturnType<typeof preorderView>>>>;
type Refused = { readonly errors: FormErrors; readonly typed: Readonly<Record<string, string>> } | undefined;

const STATES = {
  none: undefined,
  open: { tone: "done", word: "预售中" },
  ended: { tone: "waiting", word: "不再接单" },
} as const;

/** Selling what is not harvested yet: how much is promised, until which day it is shipped, of which season. */
export function PreorderForm({ preorder, refused }: { preorder: Preorder; refused: Refused }) {
  const errors = refused?.errors ?? {};
  const state = STATES[preorder.state];
  const field = (name: keyof Preorder["values"]) => ({
    name,
    defaultValue: shown(refused, name, preorder.values[name]),
    error: errors[name] ?? null,
  });
  return (
    <section className="stack" aria-label="预售">
      <div className="section-head">
        <h2>预售</h2>
        {state && <StatusWord tone={state.tone}>{state.word}</StatusWord>}
      </div>
      <p className="quiet">不用选批次就能上架；开着预售，就只按预售卖。</p>
      <ul className="quiet">
        <li>顾客付的货款先不分。收成封批后在下面选好批次，就按付款先后分给订单，钱按批次分到户。</li>
        <li>过了最晚发货日还没有分到批次的订单，货款和运费自动全额退回，由合作社承担。</li>
      </ul>
      {preorder.held !== null && (
        <p>
          顾客已订 <strong>{preorder.held}</strong>
          {preorder.left !== null && <>，还可订 {preorder.left}</>}。
        </p>
      )}
      <PostForm className="form" noValidate>
        <input type="hidden" name="intent" value="preorder" />
        <input type="hidden" name="unit" value={preorder.unit} />
        <Field label="预售量" width="short" unit={preorder.unitWord} inputMode="decimal" {...field("promised")} />
        <Field
          label="最晚发货日期"
          type="date"
          width="short"
          hint={`今天之后，${LONGEST_PREORDER_DAYS} 天以内。改了日期，只对之后下的单有效；已经订的还按原来的日子。`}
          {...field("shipBy")}
        />
        <Field
          label="哪一季"
          maxLength={LONGEST_SEASON}
          placeholder="2026 年冬季头茬"
          hint="顾客在商品页看到。"
          {...field("preorderSeason")}
        />
        <Field
          label="哪一季（英文）"
          lang="en"
          optional
          maxLength={LONGEST_SEASON_EN}
          hint="不填，英文页面就不显示这一项。"
          {...field("preorderSeasonEn")}
        />
        <div className="form-actions">
          <Button tone="quiet">{preorder.state === "open" ? "保存预售" : "开预售"}</Button>
        </div>
      </PostForm>
      {preorder.state === "open" && (
        <PostForm>
          <input type="hidden" name="intent" value="end-preorder" />
          <Button tone="quiet">停止接预售单</Button>
        </PostForm>
      )}
    </section>
  );
}
