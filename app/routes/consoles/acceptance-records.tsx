import { paths } from "~/paths";
import { Papers } from "~/ui/papers";
import { StatusWord } from "~/ui/status-word";
import type { ShownAcceptance } from "./acceptance-view.server";

/** What an institution accepted, in the order it was handed in; none takes the place of another. */
export function AcceptanceRecords({ acceptances }: { acceptances: readonly ShownAcceptance[] }) {
  return (
    <ul className="plain-list ruled">
      {acceptances.map((acceptance) => (
        <li key={acceptance.id}>
          <AcceptanceRecord acceptance={acceptance} />
        </li>
      ))}
    </ul>
  );
}

export function AcceptanceRecord({ acceptance }: { acceptance: ShownAcceptance }) {
  const { acceptedBy, acceptedOn, remarks, recordedAt, pages } = acceptance;
  return (
    <div className="stack-small">
      <p className="spread">
        <span>
          {acceptedOn} {acceptedBy} 验收
        </span>
        <StatusWord tone={remarks === null ? "done" : "problem"}>{remarks === null ? "全部通过" : "有问题"}</StatusWord>
      </p>
      {remarks !== null && <p className="user-words">{remarks}</p>}
      {pages.length > 0 && (
        <Papers
          src={paths.media}
          pages={pages.map(({ mediaId, kind }, index) => ({
            mediaId,
            alt: `${kind === "REPORT" ? "签字的验收单" : "发票"}，第 ${index + 1} 张`,
          }))}
        />
      )}
      <p className="caption">{recordedAt} 提交</p>
    </div>
  );
}
