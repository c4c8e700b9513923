import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { explainMembershipFailure, type MembershipFailure } from "~/cooperatives/cooperative-failure";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { joinCooperative } from "~/cooperatives/join-cooperative.server";
import { leaveCooperative } from "~/cooperatives/leave-cooperative.server";
import { MEMBER_STATES, parseMemberFilter } from "~/households/member-filter";
import { findHouseholdByCard, listMembers } from "~/households/member-list-store.server";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { ExportButton } from "../consoles/export-button";
import { CoopFrame, coopMeta } from "./coop-frame";
import { memberForm } from "./member-forms.server";
import { refusedForm } from "./refused";
import { shown } from "./typed";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "社员";
const PAGE_SIZE = 30;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "membership:edit");
  const search = new URL(request.url).searchParams;
  const cooperatives = await findCooperatives(db(), workplace.cooperativeIds);
  const chosen = cooperatives.find((one) => one.id === search.get("coop")) ?? cooperatives[0];
  if (!chosen) throw notFound();
  const filter = parseMemberFilter(search);
  const today = dayOf(new Date());
  const page = await listMembers(
    db(),
    { cooperativeId: chosen.id, day: today, filter },
    pageRequest(search, PAGE_SIZE),
  );
  return json({
    frame: await coopFrame(workplace.actor),
    done: search.get("done") ?? "",
    cooperative: { id: chosen.id, name: chosen.name },
    others: cooperatives.filter((one) => one.id !== chosen.id).map(({ id, name }) => ({ id, name })),
    filter,
    today,
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({ ...row, shareFen: toNumber(row.shareFen) })),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "membership:edit");
  const form = await parseForm(request, memberForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const base = { actor: workplace.actor, cooperativeId: given.cooperativeId, now: new Date() };
  const back = (done: string) => redirect(paths.coop.members({ coop: given.cooperativeId, done }));

  if (given.intent === "leave") {
    const left = await leaveCooperative({ ...base, householdId: given.householdId, leftOn: given.leftOn });
    return left.ok ? back("left") : form.refuse({ leftOn: [explainMembershipFailure(left.failure)] });
  }
  const householdId = await findHouseholdByCard(db(), given.number, given.headName);
  if (householdId === undefined) {
    return form.refuse({ number: ["没有编号和户主姓名都对得上的农户，请对照农户的明白卡。"] });
  }
  const joined = await joinCooperative({ ...base, householdId, joinedOn: given.joinedOn, shareFen: given.share ?? 0n });
  return joined.ok
    ? back("joined")
    : form.refuse({ [fieldOf(joined.failure)]: [explainMembershipFailure(joined.failure)] });
}

function fieldOf(failure: MembershipFailure): string {
  switch (failure.kind) {
    case "no-such-household":
    case "already-a-member":
      return "number";
    case "bad-day":
      return "joinedOn";
    case "bad-share":
      return "share";
    default:
      return "";
  }
}

const DONE_WORDS: Record<string, string> = { joined: "已登记入社。", left: "已登记退社，以前的交货和应付照旧。" };

export default function Members() {
  const { frame, done, cooperative, others, filter, today, page, rows } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const joining = refusedForm(refused, "join");
  const isFiltered = filter.query !== "" || filter.state !== "present";
  const here = others.length > 0 ? { coop: cooperative.id } : {};
  return (
    <CoopFrame
      frame={frame}
      current="members"
      title={errorTitle(TITLE, refused?.errors)}
      intro={`${cooperative.name} 的社员。只有社员的货能记到户；其他人送来的货记作“其他供货人”。`}
    >
      {others.length > 0 && (
        <p className="cluster">
          {others.map((other) => (
            <a key={other.id} href={paths.coop.members({ coop: other.id })}>
              换到 {other.name}
            </a>
          ))}
        </p>
      )}
      <Outcome answer={refused} refusal="没有登记" done={doneWords(DONE_WORDS, done)} />
      <form method="get" action={paths.coop.members()} className="query-form" role="search" aria-label="查找社员">
        {others.length > 0 && <input type="hidden" name="coop" value={cooperative.id} />}
        <Field label="姓名、拼音或编号" name="q" defaultValue={filter.query} />
        <SelectField
          label="状态"
          name="state"
          options={Object.entries(MEMBER_STATES).map(([value, label]) => ({ value, label }))}
          defaultValue={filter.state}
        />
        <div className="form-actions">
          <Button>查询</Button>
          {isFiltered && (
            <ButtonLink tone="quiet" href={paths.coop.members(here)}>
              清除条件
            </ButtonLink>
          )}
        </div>
      </form>
      {rows.length === 0 ? (
        <EmptyState title={isFiltered ? "没有找到社员" : "还没有社员"}>
          {isFiltered ? "换个条件再查。" : "在下面登记第一户。"}
        </EmptyState>
      ) : (
        <>
          <ExportButton
            action={paths.coop.exports()}
            kind="coop-members"
            query={{ q: filter.query, state: filter.state, coop: cooperative.id }}
            rows={page.total}
            unit="户"
          />
          <Table
            caption="社员"
            captionHidden
            small="cards"
            columns={[
              { key: "name", label: "户主" },
              { key: "group", label: "村民组" },
              { key: "joined", label: "入社" },
              { key: "share", label: "出资额", align: "end" },
              { key: "leave", label: "退社" },
            ]}
          >
            {rows.map((row) => {
              const leaving = refused?.typed["householdId"] === row.householdId ? refused : undefined;
              return (
                <tr key={`${row.householdId} ${row.joinedOn}`}>
                  <th scope="row">
                    {row.headName} <span className="caption">{row.number}</span>
                  </th>
                  <Cell label="村民组">{row.groupName}</Cell>
                  <Cell label="入社">{row.joinedOn}</Cell>
                  <Cell label="出资额" number>
                    <Money fen={row.shareFen} />
                  </Cell>
                  <Cell label="退社">
                    {row.leftOn !== null && `${row.leftOn} 起`}
                    {row.leftOn === null && row.isPresent && (
                      <details open={leaving !== undefined}>
                        <summary>登记退社</summary>
                        <PostForm action={paths.coop.members()} className="form" noValidate>
                          <input type="hidden" name="intent" value="leave" />
                          <input type="hidden" name="cooperativeId" value={cooperative.id} />
                          <input type="hidden" name="householdId" value={row.householdId} />
                          <Field
                            label="从哪天起不是社员"
                            name="leftOn"
                            id={`left-${row.householdId}`}
                            type="date"
                            width="short"
                            defaultValue={shown(leaving, "leftOn", today)}
                            error={leaving?.errors["leftOn"]}
                          />
                          <div className="form-actions">
                            <Button tone="quiet">退社</Button>
                          </div>
                        </PostForm>
                      </details>
                    )}
                  </Cell>
                </tr>
              );
            })}
          </Table>
          <Pagination
            page={page}
            href={(number) => paths.coop.members({ ...here, q: filter.query, state: filter.state, page: number })}
          />
        </>
      )}
      <section className="stack">
        <div className="section-head">
          <h2>登记入社</h2>
        </div>
        <PostForm action={paths.coop.members()} className="form" noValidate>
          <input type="hidden" name="intent" value="join" />
          <input type="hidden" name="cooperativeId" value={cooperative.id} />
          <Field
            label="农户编号"
            name="number"
            hint="明白卡上的编号"
            autoComplete="off"
            defaultValue={shown(joining, "number")}
            error={joining?.errors["number"]}
          />
          <Field
            label="户主姓名"
            name="headName"
            autoComplete="off"
            defaultValue={shown(joining, "headName")}
            error={joining?.errors["headName"]}
          />
          <Field
            label="入社日期"
            name="joinedOn"
            type="date"
            width="short"
            defaultValue={shown(joining, "joinedOn", today)}
            error={joining?.errors["joinedOn"]}
          />
          <Field
            label="出资额"
            name="share"
            before="¥"
            width="short"
            inputMode="decimal"
            optional
            defaultValue={shown(joining, "share")}
            error={joining?.errors["share"]}
          />
          <div className="form-actions">
            <Button>登记入社</Button>
          </div>
        </PostForm>
      </section>
    </CoopFrame>
  );
}
