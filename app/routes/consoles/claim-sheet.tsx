import { paths } from "~/paths";
import { Money } from "~/ui/money";
import { SummaryList } from "~/ui/summary-list";
import { Timeline } from "~/ui/timeline";
import type { ShownClaim } from "./claim-view.server";

/** What was claimed, said and shown, and how it went; the forms that answer it stand beneath. */
export function ClaimSheet({ claim }: { claim: ShownClaim }) {
  const said = (label: string, value: string | null) => (value === null ? [] : [{ label, value }]);
  return (
    <div className="two-columns">
      <div className="stack">
        {claim.waits !== "" && <p>{claim.waits}</p>}
        <SummaryList
          items={[
            { label: "货", value: claim.goods },
            { label: "有问题的", value: claim.quantity },
            { label: "顾客付", value: <Money fen={claim.chargedFen} /> },
            {
              label: "顾客说",
              value: claim.words ? <span className="user-words">{claim.words}</span> : "没有写：七天内退货不需要理由",
            },
            ...said("卖家答复", claim.answer),
            ...said("平台处理", claim.decision),
            ...(claim.amountFen === null ? [] : [{ label: "退款", value: <Money fen={claim.amountFen} /> }]),
            ...said("退款状态", claim.refund),
            ...said("原因", claim.reason),
            ...said("收不回的由谁承担", claim.bearer),
            ...said("寄回地址", claim.returnAddress),
            ...said("寄回单号", claim.sentWith),
          ]}
        />
        {claim.photos.length > 0 && (
          <ul className="plain-list cluster">
            {claim.photos.map((photo, index) => (
              <li key={photo}>
                <a href={paths.media(photo, "1125.webp")}>
                  <img
                    className="claim-photo"
                    src={paths.media(photo, "375.webp")}
                    alt={`顾客的照片 ${index + 1}`}
                    width="160"
                    height="160"
                    loading="lazy"
                  />
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Timeline label="进展" steps={claim.steps} />
    </div>
  );
}
