import { paths } from "~/paths";
import { FUND_USE_STATES, type FundUseState } from "~/settlement/village-fund";
import { Money } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { DecideForm } from "./decide-form";

export type ShownFundUse = {
  readonly id: string;
  readonly usedOn: string;
  readonly decidedOn: string;
  readonly amountFen: number;
  readonly purpose: string;
  readonly evidence: string;
  readonly mediaId: string;
  readonly corrects: { readonly id: string; readonly usedOn: string; readonly purpose: string } | null;
  readonly state: FundUseState;
  readonly recordedBy: string | null;
  readonly decidedBy: string | null;
  readonly refusal: string | null;
  readonly mayDecide: boolean;
  readonly own: boolean;
};

const TONES = { WAITING: "waiting", APPROVED: "done", REFUSED: "problem" } as const;

/** Every use that was recorded, with what may be done about it. */
export function FundUseList({ uses, action }: { uses: readonly ShownFundUse[]; action: string }) {
  return (
    <ol className="plain-list ruled">
      {uses.map((use) => (
        <li key={use.id} className="stack-small">
          <p className="spread">
            <strong>
              {use.usedOn} <Money fen={use.amountFen} signed={use.corrects !== null} />
            </strong>
            <StatusWord tone={TONES[use.state]}>{FUND_USE_STATES[use.state]}</StatusWord>
          </p>
          <p>{use.purpose}</p>
          {use.corrects !== null && (
            <p className="caption">
              更正 {use.corrects.usedOn} 的“{use.corrects.purpose}”
            </p>
          )}
          <p>
            凭据：{use.evidence} <a href={paths.media(use.mediaId, "1125.webp")}>凭据照片</a>
          </p>
          <p className="caption">
            {use.decidedOn} 村民大会决定；{use.recordedBy ?? "系统"}记
            {use.decidedBy !== null && `，${use.decidedBy}${use.state === "APPROVED" ? "核定" : "退回"}`}
            {use.refusal !== null && `；理由：${use.refusal}`}
            {use.own && use.state === "WAITING" && "；您记的，请另一位干部核定"}
          </p>
          {use.mayDecide && <DecideForm action={action} subject={{ name: "useId", id: use.id }} />}
        </li>
      ))}
    </ol>
  );
}
