import { paths } from "~/paths";
import type { Span } from "./span";
import { spanQuery } from "./span";

/** The two sides of a household's record. */
export function HouseholdNav({ id, current, span }: { id: string; current: "card" | "income"; span?: Span }) {
  return (
    <ul className="tabs no-print">
      <li>
        <a href={paths.gov.household(id)} aria-current={current === "card" ? "page" : undefined}>
          户卡
        </a>
      </li>
      <li>
        <a
          href={paths.gov.householdIncome(id, span ? spanQuery(span) : {})}
          aria-current={current === "income" ? "page" : undefined}
        >
          收入
        </a>
      </li>
    </ul>
  );
}
