import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { Money } from "~/ui/money";
import { PostForm } from "~/ui/post-form";
import { SplitBar } from "~/ui/split-bar";
import { zh } from "../shop/messages/zh";
import { splitParts } from "../shop/split-parts";
import { ticked } from "./typed";

type Lot = { readonly id: string; readonly code: string; readonly about: string; readonly chosen: boolean };
type Preview = {
  readonly id: string;
  readonly name: string;
  readonly priceFen: number;
  readonly paidAtIntakeFen: number;
  readonly parts: Parameters<typeof splitParts>[0] | null;
};
type Refused =
  | { errors: Readonly<Record<string, readonly string[]>>; typed: Readonly<Record<string, string>> }
  | undefined;

/** Which lots the packs are sold from. */
export function ListingLots({ lots, refused }: { lots: readonly Lot[]; refused: Refused }) {
  return (
    <section className="stack">
      <div className="section-head">
        <h2>从哪些批次发货</h2>
        <a href={paths.coop.lots()}>全部批次</a>
      </div>
      {lots.length === 0 ? (
        <p className="quiet">这种产品还没有有货的批次。先收货、封批，再回来选。</p>
      ) : (
        <PostForm className="form">
          <input type="hidden" name="intent" value="lots" />
          <fieldset className="choices">
            <legend className="field-legend">有货的批次</legend>
            <p className="field-hint">先到期的先发。一个批次可以供几个商品，余量只算一份。</p>
            <div className="choice-list">
              {lots.map((lot, index) => (
                <label key={lot.id} className="choice">
                  <input type="hidden" name={`lots[${index}].id`} value={lot.id} />
                  <input
                    type="checkbox"
                    name={`lots[${index}].use`}
                    defaultChecked={ticked(refused, `lots[${index}].use`, lot.chosen)}
                  />
                  <span>
                    {lot.code}
                    <span className="choice-hint">{lot.about}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
          <div className="form-actions">
            <Button tone="quiet">保存批次</Button>
          </div>
        </PostForm>
      )}
    </section>
  );
}

/** The split that would be posted for one pack of each variant bought now. */
export function ListingSplits({ previews }: { previews: readonly Preview[] }) {
  if (previews.length === 0) return null;
  return (
    <section className="stack">
      <div className="section-head">
        <h2>钱怎么分</h2>
        <span className="quiet">按现在的价格、规则和批次预计，和店铺页面一致</span>
      </div>
      <div className="halves">
        {previews.map((preview) => (
          <div key={preview.id} className="stack-small">
            <h3>
              {preview.name} <Money fen={preview.priceFen} />
            </h3>
            {preview.parts === null ? (
              <p className="quiet">批次没有足够的货，暂时算不出。</p>
            ) : (
              <SplitBar parts={splitParts(preview.parts, zh)} caption={`每份 ${preview.name} 的分配`} />
            )}
            {preview.paidAtIntakeFen > 0 && (
              <p className="caption">
                其中买断的货，收货时已付农户 <Money fen={preview.paidAtIntakeFen} household />
                ，不与上面相加。
              </p>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
