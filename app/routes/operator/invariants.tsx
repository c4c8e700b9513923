import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { askForInvariantCount, isBroken, lastInvariantCount, violationsOf } from "~/settlement/count-invariants.server";
import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "核对";
const SHOWN_ROWS = 5;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const { last, asked } = await lastInvariantCount(db());
  const invariants = last?.invariants ?? [];
  const broken = await Promise.all(
    invariants.filter(isBroken).map(async ({ name }) => ({ name, rows: await violationsOf(db(), name, SHOWN_ROWS) })),
  );
  return { frame: opsFrame(actor), invariants, broken, asked, countedAt: last ? minuteOf(last.at) : null };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  await askForInvariantCount({ actor, now: new Date() });
  return redirect(paths.ops.invariants());
}

export default function Invariants() {
  const { frame, invariants, broken, asked, countedAt } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="invariants"
      title={TITLE}
      intro={`账目与库存必须始终成立的规则，每天从数据库逐条重新计算。${countedAt === null ? "还没有核对过。" : `${countedAt} 核对。`}`}
    >
      {asked || countedAt === null ? (
        <Notice tone="waiting" title="等待核对" live={asked}>
          一分钟内开始；数据多时要几分钟，稍后刷新本页。
        </Notice>
      ) : (
        <PostForm action={paths.ops.invariants()}>
          <Button tone="quiet">现在核对</Button>
        </PostForm>
      )}
      {countedAt === null ? null : broken.length === 0 ? (
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
          {rows.length === 0 && <p>核对时有，现在已没有这样的行。</p>}
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
