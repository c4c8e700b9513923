import { household, payable } from "~/benefits/accounts";
import { isId } from "~/kernel/ids";
import { formatYuan, type Fen } from "~/kernel/money";
import { dayOf, isPeriod } from "~/kernel/period";
import type { Db } from "~/platform/db.server";
import { PAYOUT_WORDS } from "~/routes/consoles/payout-words";
import type { PayoutFlow } from "~/benefits/flow";
import type { ProblemAbout } from "~/settlement/problem";
import { monthWords } from "./household-frame";

/** What an objection is about, as the family reads it; undefined when it is not the family's own, or is not there. */
export async function aboutWords(db: Db, householdId: string, about: ProblemAbout): Promise<string | undefined> {
  if (about.kind === "CARD") return about.id === householdId ? "关于户卡上写的" : undefined;
  if (about.kind === "PERIOD") return isPeriod(about.id) ? `关于 ${monthWords(about.id)} 的账` : undefined;
  if (!isId(about.id)) return undefined;
  switch (about.kind) {
    case "INTAKE": {
      const [row] = await db.$queryRaw<{ number: string; at: Date; product: string }[]>`
        SELECT i.number, i.delivered_at AS at, p.name AS product FROM intake i JOIN product p ON p.id = i.product_id
        WHERE i.id = ${about.id}::uuid AND i.household_id = ${householdId}::uuid`;
      return row && `关于 ${dayOf(row.at)} 交的${row.product}（${row.number}）`;
    }
    case "ORDER_LINE": {
      const [row] = await db.$queryRaw<{ title: string; at: Date }[]>`
        SELECT l.title, min(j.occurred_at) AS at FROM attribution a JOIN journal j ON j.id = a.journal_id
        JOIN order_line l ON l.id = a.order_line_id
        WHERE l.id = ${about.id}::uuid AND a.household_id = ${householdId}::uuid GROUP BY l.title`;
      return row && `关于 ${dayOf(row.at)} 卖出的${row.title}`;
    }
    case "PAYOUT": {
      const [row] = await db.$queryRaw<{ flow: PayoutFlow; amount: Fen; at: Date }[]>`
        SELECT flow, amount_fen AS amount, created_at AS at FROM payout
        WHERE id = ${about.id}::uuid AND household_id = ${householdId}::uuid`;
      return row && `关于 ${dayOf(row.at)} 的${PAYOUT_WORDS[row.flow]} ${formatYuan(row.amount)} 元`;
    }
    case "DISBURSEMENT": {
      const [row] = await db.$queryRaw<{ amount: Fen; number: string }[]>`
        SELECT d.amount_fen AS amount, b.number FROM disbursement d JOIN disbursement_batch b ON b.id = d.batch_id
        WHERE d.id = ${about.id}::uuid AND d.payee_account = ${payable(household(householdId))}`;
      return row && `关于付款 ${formatYuan(row.amount)} 元（批次 ${row.number}）`;
    }
  }
}
