import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { minuteOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { countViolations, violationsOf } from "./invariant-store.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "核对";
const SHOWN_ROWS = 5;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const invariants = await countViolations(db());
  const broken = await Promise.all(
    invariants
      .filter(({ violations }) => violations > 0)
      .map(async ({ name }) => ({ name, rows: await violationsOf(db(), name, SHOWN_ROWS) })),
  );
  return { frame: opsFrame(actor), invariants, broken, checkedAt: minuteOf(new Date()) };
}

export default function Invariants() {
  const { frame, invariants, broken, checkedAt } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="invariants"
      title={TITLE}
      intro={`账目与库存必须始终成立的 ${invariants.length} 条规则，打开本页时从数据库逐条重新计算。${checkedAt} 核对。`}
    >
      {broken.length === 0 ? (
        <Notice tone="done" title="全部成立">
          {`${invariants.length} 条规则，0 处违反。`}
        </Notice>
      ) : (
        <Notice tone="problem" title={`${broken.length} 条规则被违反`} live>
          请立即停止发放与退款，查明原因。下表列出每条规则的违反行数，页末列出前几行。
        </Notice>
      )}
      <Table
        caption="规则"
        small="cards"
        columns={[
          { key: "name", label: "名称" },
          { key: "promise", label: "必须成立" },
          { key: "state", label: "结果" },
          { key: "violations", label: "违反行数", align: "end" },
        ]}
      >
        {invariants.map((invariant) => (
          <tr key={invariant.name}>
            <th scope="row">
              <code>{invariant.name.replace("invariant_", "")}</code>
            </th>
            <Cell label="必须成立" lang={/\p{Script=Han}/u.test(invariant.promise) ? undefined : "en"}>
              {invariant.promise}
            </Cell>
            <Cell label="结果">
              <StatusWord tone={invariant.violations === 0 ? "done" : "problem"}>
                {invariant.violations === 0 ? "成立" : "违反"}
              </StatusWord>
            </Cell>
            <Cell label="违反行数" number>
              {invariant.violations}
            </Cell>
          </tr>
        ))}
      </Table>
      {broken.map(({ name, rows }) => (
        <section key={name} className="stack-small">
          <h2>
            <code>{name}</code>
          </h2>
          <ul className="plain-list ruled">
            {rows.map((row) => (
              <li key={row}>
                <code>{row}</code>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </OpsFrame>
  );
}
