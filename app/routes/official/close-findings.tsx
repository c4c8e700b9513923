import type { Period } from "~/kernel/period";
import { paths } from "~/paths";
import type { FindingKey, ListedFinding } from "~/settlement/area-close";
import { StatusWord } from "~/ui/status-word";
import { Table } from "~/ui/table";

/** What was checked, how much of it is open, and which households it is about: each leads to where it is settled. */
export function CloseFindings({
  areaCode,
  period: closed,
  findings,
}: {
  areaCode: string;
  period: Period;
  findings: readonly ListedFinding[];
}) {
  const listOf: Partial<Record<FindingKey, string>> = {
    problems: paths.gov.problems({ area: areaCode, open: "1" }),
    cooperatives: paths.gov.cooperativePerformance({ area: areaCode, from: closed, to: closed }),
  };
  return (
    <section className="stack">
      <Table
        caption="签字前核查"
        columns={[
          { key: "label", label: "项目" },
          { key: "count", label: "件数", align: "end" },
          { key: "word", label: "影响" },
        ]}
      >
        {findings.map((finding) => (
          <tr key={finding.key}>
            <th scope="row">{finding.label}</th>
            <td className="number">
              {listOf[finding.key] && finding.count > 0 ? (
                <a href={listOf[finding.key]}>{finding.count}</a>
              ) : (
                finding.count
              )}
            </td>
            <td>
              {finding.count === 0 ? (
                <StatusWord tone="done">没有</StatusWord>
              ) : finding.blocks ? (
                <StatusWord tone="problem">须先办完</StatusWord>
              ) : (
                <StatusWord tone="waiting">结转下月</StatusWord>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {findings.map(
        ({ key, label, cooperatives = [] }) =>
          cooperatives.length > 0 && (
            <details key={key} className="no-print">
              <summary>
                {label}：{cooperatives.length} 家
              </summary>
              <p>{cooperatives.join("、")}</p>
            </details>
          ),
      )}
      {findings.map(
        ({ key, label, households }) =>
          households.count > 0 && (
            <details key={key} className="no-print">
              <summary>
                {label}：{households.count} 户
              </summary>
              <ul className="plain-list ruled">
                {households.listed.map(({ id, number, maskedHeadName, period }) => (
                  <li key={id}>
                    <a href={whereSettled(key, id, period ?? closed)}>
                      {number} {maskedHeadName}
                    </a>
                    {period !== null && period !== closed && <span className="caption"> {period}</span>}
                  </li>
                ))}
              </ul>
              {households.count > households.listed.length && (
                <p className="caption">只列档案编号在前的 {households.listed.length} 户。</p>
              )}
            </details>
          ),
      )}
    </section>
  );
}

function whereSettled(finding: FindingKey, householdId: string, month: string): string {
  switch (finding) {
    case "declarations":
      return paths.gov.householdDeclared(householdId, { month, span: "month" });
    case "costs":
      return paths.gov.householdCosts(householdId, { month, span: "month" });
    case "cases":
      return paths.gov.householdStatus(householdId);
    case "refunds":
    case "disputes":
      return paths.gov.householdEntries(householdId, { month });
    default:
      return paths.gov.householdIncome(householdId, { month });
  }
}
