import { paths } from "~/paths";
import type { Span } from "./span";
import { spanQuery } from "./span";

export type HouseholdTab =
  | "card"
  | "members"
  | "income"
  | "survey"
  | "visits"
  | "plan"
  | "status"
  | "own-card"
  | "voice";

/** The sides of a household's record. */
export function HouseholdNav({ id, current, span }: { id: string; current: HouseholdTab; span?: Span }) {
  const tabs: readonly { readonly key: HouseholdTab; readonly label: string; readonly href: string }[] = [
    { key: "card", label: "户卡", href: paths.gov.household(id) },
    { key: "members", label: "成员与联系", href: paths.gov.householdMembers(id) },
    { key: "income", label: "收入", href: paths.gov.householdIncome(id, span ? spanQuery(span) : {}) },
    { key: "survey", label: "生产生活条件", href: paths.gov.householdSurvey(id) },
    { key: "visits", label: "走访", href: paths.gov.householdVisits(id) },
    { key: "plan", label: "一户一策", href: paths.gov.householdPlan(id) },
    { key: "own-card", label: "查账卡", href: paths.gov.householdCard(id) },
    { key: "voice", label: "户里的话", href: paths.gov.householdVoice(id) },
    { key: "status", label: "状态变动", href: paths.gov.householdStatus(id) },
  ];
  return (
    <ul className="tabs no-print">
      {tabs.map(({ key, label, href }) => (
        <li key={key}>
          <a href={href} aria-current={key === current ? "page" : undefined}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
