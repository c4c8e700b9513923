import type { AcceptancePageKind } from "~/orders/acceptance";
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
          {acceptance.acceptedOn} <Chinese>{acceptance.acceptedBy}</Chinese>
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
      <ul className="plain-list cluster">
        {acceptance.pages.map(({ mediaId, kind }, index) => (
          <li key={mediaId}>
            <a href={photo(mediaId, "1125.webp")}>
              <img
                className="paper-photo"
                src={photo(mediaId, "375.webp")}
                alt={words.pageAlt(kind, index + 1)}
                width="120"
                height="160"
                loading="lazy"
              />
            </a>
          </li>
        ))}
      </ul>
      <p className="caption">{words.recorded(acceptance.recordedAt)}</p>
    </li>
  );
}
