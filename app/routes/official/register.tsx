import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { registerEvents } from "~/households/register-book-store.server";
import { STANDINGS, STATUS_EVENTS, type Standing, type StatusEventType } from "~/households/status";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { coversAny, levelBelow, levelName } from "~/regions/area";
import { breadcrumb } from "~/regions/area-store.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/form";
import { Cell, Table } from "~/ui/table";
import { CheckLine } from "./check-line";
import { Definitions } from "./definitions";
import { GovFrame, govMeta } from "./gov-frame";
import { REGISTER_COLUMNS, REGISTER_DEFINITIONS } from "./register-columns";
import { openRegister } from "./register-page.server";

/** What of the village's columns fits a page; the Excel has all of them. */
const ON_SCREEN = REGISTER_COLUMNS.slice(0, 12).filter(({ header }) => header !== "其他原因");

/** Words up to this many characters stay whole: 脱贫户, 低保户, 特困供养户. */
const LONGEST_WHOLE = 5;

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data ? `${data.area.name}名册` : "名册");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const register = await openRegister(request, params["code"]);
  const { area, areaPrefixes, day, now } = register;
  const way = await breadcrumb(db(), area.code);
  const events = await registerEvents(db(), areaPrefixes, area.code, day);
  const below = levelBelow(area.level);
  const common = {
    frame: register.frame,
    area: { code: area.code, name: area.name, isVillage: area.level === "VILLAGE" },
    below: below ? levelName(below) : "户",
    way: way.map(({ code, name }) => ({ code, name, open: coversAny(areaPrefixes, code) })),
    day,
    today: register.today,
    total: register.total,
    adds: register.adds,
    at: minuteOf(now),
    events,
  };
  const households = register.book === "village" ? register.rows : [];
  return {
    ...common,
    headers: ON_SCREEN.map(({ header, kind }) => ({ header, kind })),
    rows: households.map((row) => ({ id: row.id, cells: ON_SCREEN.map((column) => String(column.value(row) ?? "—")) })),
    counts: register.book === "archive" ? register.counts : [],
  };
}

export default function GovRegister() {
  const data = useLoaderData<typeof loader>();
  const { area, day, total } = data;
  return (
    <GovFrame
      frame={data.frame}
      current="register"
      title={`${area.name}${area.isVillage ? "村册" : "档案"}`}
      intro={`截至 ${day}：${total.households} 户，${total.people} 人。姓名已遮盖。`}
      crumbs={data.way.map(({ code, name, open }) => ({
        label: name,
        href: open && code !== area.code ? paths.gov.register(code, { day }) : undefined,
      }))}
      actions={
        <>
          <ButtonLink tone="quiet" href={paths.gov.registerXlsx(area.code, { day })}>
            导出 Excel
          </ButtonLink>
          <ButtonLink tone="quiet" href={paths.gov.registerImport()}>
            导入名册
          </ButtonLink>
          <ButtonLink tone="quiet" href={paths.gov.registerCompare()}>
            疑点数据比对
          </ButtonLink>
        </>
      }
    >
      <form method="get" action={paths.gov.register(area.code)} className="query-form">
        <Field label="截至日期" name="day" type="date" width="short" max={data.today} defaultValue={day} />
        <div className="form-actions">
          <Button tone="quiet">查看</Button>
        </div>
      </form>
      <div className="print-landscape stack">
        {area.isVillage ? <VillageBook data={data} /> : <Archive data={data} />}
        <CheckLine ok={data.adds}>
          各行合计 = 总数 {total.households} 户 {total.people} 人（另行计数）
        </CheckLine>
        <p className="caption">{data.at} 由户卡重新计算。</p>
      </div>
      <section className="stack">
        <div className="section-head">
          <h2>近一年动态调整</h2>
        </div>
        {data.events.length === 0 ? (
          <EmptyState title="近一年没有状态变动" />
        ) : (
          <Table
            caption="按月的状态变动"
            captionHidden
            columns={[
              { key: "month", label: "月份" },
              { key: "type", label: "变动" },
              { key: "households", label: "户数", align: "end" },
            ]}
          >
            {data.events.map((event) => (
              <tr key={`${event.month} ${event.type}`}>
                <th scope="row">{event.month}</th>
                <td>{STATUS_EVENTS[event.type as StatusEventType]}</td>
                <td className="number">
                  <a
                    href={paths.gov.households({
                      area: area.code,
                      event: event.type,
                      eventFrom: event.from,
                      eventTo: event.to,
                    })}
                  >
                    {event.households}
                  </a>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </section>
      <Definitions of={REGISTER_DEFINITIONS} />
    </GovFrame>
  );
}

type PageData = ReturnType<typeof useLoaderData<typeof loader>>;

function VillageBook({ data }: { data: PageData }) {
  if (data.rows.length === 0) return <EmptyState title="本村还没有登记的农户" />;
  return (
    <Table
      caption="村册"
      note="全部字段见 Excel"
      small="cards"
      columns={data.headers.map(({ header, kind }) => ({
        key: header,
        label: header,
        align: kind === "count" ? ("end" as const) : ("start" as const),
      }))}
      foot={
        <tr>
          <th scope="row" colSpan={3}>
            合计 {data.total.households} 户
          </th>
          <Cell label="人口" number>
            {data.total.people}
          </Cell>
          <td colSpan={data.headers.length - 4} />
        </tr>
      }
    >
      {data.rows.map((row) => (
        <tr key={row.id}>
          {row.cells.map((cell, index) => {
            const { header = "", kind } = data.headers[index] ?? {};
            return index === 0 ? (
              <th key={header} scope="row" className="nowrap">
                <a href={paths.gov.household(row.id)}>{cell}</a>
              </th>
            ) : (
              <Cell key={header} label={header} number={kind === "count"}>
                {kind === "day" ? (
                  <time>{cell}</time>
                ) : (
                  <span className={cell.length > LONGEST_WHOLE ? "breakable" : undefined}>{cell}</span>
                )}
              </Cell>
            );
          })}
        </tr>
      ))}
    </Table>
  );
}

const SHOWN_STANDINGS: readonly Standing[] = ["MONITORED", "HELPED", "EXITED", "GENERAL"];

/** Households by what they are called, for each area below; each count leads to the very households. */
function Archive({ data }: { data: PageData }) {
  const areas = [...new Map(data.counts.map(({ code, name }) => [code, name]))];
  const attributes = [...new Set(data.counts.map(({ attribute }) => attribute))];
  if (areas.length === 0) return <EmptyState title="还没有登记的农户" />;
  const kinds: readonly Kind[] = [
    { key: "all", label: "合计", query: {}, pick: () => true },
    ...SHOWN_STANDINGS.map((standing) => ({
      key: standing,
      label: STANDINGS[standing],
      query: { standing },
      pick: (count: Count) => count.standing === standing,
    })),
    ...attributes.map((attribute) => ({
      key: attribute,
      label: `其中${attribute}`,
      query: { attribute },
      pick: (count: Count) => count.attribute === attribute,
    })),
  ];
  const cells = (area: string, counts: readonly Count[]) =>
    kinds.map(({ key, label, query, pick }) => {
      const found = counts.filter(pick);
      const households = found.reduce((sum, one) => sum + one.households, 0);
      const people = found.reduce((sum, one) => sum + one.people, 0);
      return (
        <Cell key={key} label={label} number>
          <a href={paths.gov.households({ area, ...query, registerDay: data.day })}>
            {households === 0 ? "0" : `${households} 户 ${people} 人`}
          </a>
        </Cell>
      );
    });
  return (
    <Table
      caption={`各${data.below}户数与人口`}
      note="按类别；“其中”按属性，与类别交叉"
      small="cards"
      columns={[
        { key: "name", label: data.below },
        ...kinds.map(({ key, label }) => ({ key, label, align: "end" as const })),
      ]}
      foot={
        <tr>
          <th scope="row">合计</th>
          {cells(data.area.code, data.counts)}
        </tr>
      }
    >
      {areas.map(([code, name]) => (
        <tr key={code}>
          <th scope="row">
            <a href={paths.gov.register(code, { day: data.day })}>{name}</a>
          </th>
          {cells(
            code,
            data.counts.filter((count) => count.code === code),
          )}
        </tr>
      ))}
    </Table>
  );
}

type Count = PageData["counts"][number];

/** A column of the archive: which counts go into it, and how the list of households is asked for the same. */
type Kind = {
  readonly key: string;
  readonly label: string;
  readonly query: { readonly standing?: Standing; readonly attribute?: string };
  readonly pick: (count: Count) => boolean;
};
