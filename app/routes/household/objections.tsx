import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { objectionsOf } from "~/settlement/objection-store.server";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { HouseholdFrame, householdMeta } from "./household-frame";
import { requireHousehold } from "./household-desk.server";

const TITLE = "账不对";
const WORDS = { OPEN: "正在查", ANSWERED: "有了答复，等复核", CLOSED: "办完了" } as const;
const TONES = { OPEN: "waiting", ANSWERED: "waiting", CLOSED: "done" } as const;

export const handle = { large: true };

export const meta: MetaFunction = () => householdMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { householdId, frame } = await requireHousehold(request);
  const objections = await objectionsOf(db(), householdId);
  return {
    frame,
    done: new URL(request.url).searchParams.get("done"),
    objections: objections.map((one) => ({
      number: one.number,
      state: one.state,
      opened: dayOf(one.openedAt),
      deadline: one.deadlineOn,
      words: one.evidence,
      answer: one.answer,
      outcome: one.outcome,
    })),
  };
}

export default function Objections() {
  const { frame, done, objections } = useLoaderData<typeof loader>();
  const own = objections.find((one) => one.number === done);
  return (
    <HouseholdFrame frame={frame} current="objections" title={TITLE} intro="您提过的意见，办到哪一步，都写在这里。">
      {own && (
        <Notice tone="done" live title={`收到了，编号 ${own.number}`}>
          {`${own.deadline} 以前会有人答复您。您的钱照常付。`}
        </Notice>
      )}
      {objections.length === 0 ? (
        <EmptyState
          title="还没有提过意见"
          action={<ButtonLink href={paths.household.overview()}>去看我家的账</ButtonLink>}
        >
          打开某个月，找到不对的那一笔，按“不对”。
        </EmptyState>
      ) : (
        <ul className="plain-list ruled">
          {objections.map((one) => (
            <li key={one.number} className="stack-small">
              <p className="spread">
                <strong>{one.number}</strong>
                <StatusWord tone={TONES[one.state]}>{WORDS[one.state]}</StatusWord>
              </p>
              <p>
                {one.opened} 您说：{one.words}
              </p>
              {one.answer !== null && <p>答复：{one.answer}</p>}
              {one.outcome !== null && <p>结果：{one.outcome}</p>}
              {one.state === "OPEN" && <p className="quiet">{one.deadline} 以前答复</p>}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={paths.household.newObjection()}>户卡上写的不对（姓名、人口、电话、银行卡）</a>
      </p>
    </HouseholdFrame>
  );
}
