import type { AcceptancePageKind } from "~/orders/acceptance";
import { Day } from "~/ui/day";
import { Papers } from "~/ui/papers";
import { StatusWord } from "~/ui/status-word";
import { acceptanceWords } from "./acceptance-words";
import { Chinese } from "./chinese";
import { useShop } from "./messages/messages";

export type ShownAcceptance = {
  readonly id: string;
  readonly acceptedBy: string;
  readonly acceptedOn: string;
  readonly remarks: string | null;
  readonly recordedAt: string;
  readonly pages: readonly { readonly mediaId: string; readonly kind: AcceptancePageKind }[];
};

/** One acceptance as it was handed in, with its papers to open. */
export function AcceptanceRecord({
  acceptance,
  seller,
  photo,
}: {
  acceptance: ShownAcceptance;
  /** of whose goods, where there are several */
  seller: string;
  photo: (id: string, name: string) => string;
}) {
  const { locale } = useShop();
  const words = acceptanceWords(locale);
  return (
    <li className="stack-small">
      <p className="spread">
        <span>
          <Day>{acceptance.acceptedOn}</Day> <Chinese>{acceptance.acceptedBy}</Chinese>
        </span>
        <StatusWord tone={acceptance.remarks === null ? "done" : "problem"}>
          {acceptance.remarks === null ? words.accepted : words.withRemarks}
        </StatusWord>
      </p>
      {seller !== "" && (
        <p className="caption">
          <Chinese>{words.from(seller)}</Chinese>
        </p>
      )}
      {acceptance.remarks !== null && (
        <p className="user-words">
          <Chinese>{acceptance.remarks}</Chinese>
        </p>
      )}
      <Papers
        src={photo}
        pages={acceptance.pages.map(({ mediaId, kind }, index) => ({ mediaId, alt: words.pageAlt(kind, index + 1) }))}
      />
      <p className="caption">{words.recorded(acceptance.recordedAt)}</p>
    </li>
  );
}
