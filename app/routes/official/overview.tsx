import { redirect, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { areaTotals } from "~/benefits/region-income-store.server";
import { toNumber } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { areasByCode } from "~/regions/area-store.server";
import { levelName } from "~/regions/area";
import { MoneyCell } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { requireOfficial } from "./gov-frame.server";
import { GovFrame, govMeta } from "./gov-frame";
import { parseSpan, spanQuery, spanText } from "./span";
import { SpanPicker } from "./span-picker";

const TITLE = "总览";

export const meta: MetaFunction = () => govMeta(TITLE);

/** The areas an official answers for. With one of them, its own page. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const now = new Date();
  const search = new URL(request.url).searchParams;
  const span = parseSpan(search, now);
  const [only] = areaPrefixes;
  if (areaPrefixes.length === 1 && only !== undefined && only !== "")
    throw redirect(paths.gov.area(only, spanQuery(span)));
  const areas = await areasByCode(db(), areaPrefixes);
  const rows = await Promise.all(
    areas.map(async (area) => {
      const totals = await areaTotals(db(), { areaPrefixes, areaCode: area.code, from: span.from, to: span.to });
      return {
        code: area.code,
        name: area.name,
        level: levelName(area.level),
        households: totals.households,
        paidFen: toNumber(totals.paidFen),
        accruedFen: toNumber(totals.accruedFen),
      };
    }),
  );
  return { frame, span, latest: parseSpan(new URLSearchParams(), now).month, rows };
}

export default function GovOverview() {
  const { frame, span, latest, rows } = useLoaderData<typeof loader>();
  return (
    <GovFrame frame={frame} current="overview" title={TITLE} intro={spanText(span)}>
      <SpanPicker span={span} action={paths.gov.overview()} latest={latest} />
      <Table
        caption="我的管辖范围"
        small="cards"
        columns={[
          { key: "area", label: "区域" },
          { key: "households", label: "登记户数", align: "end" },
          { key: "paid", label: "到户收入（已付）", align: "end" },
          { key: "accrued", label: "应计", align: "end" },
        ]}
      >
        {rows.map((row) => {
          const href = paths.gov.area(row.code, spanQuery(span));
          return (
            <tr key={row.code}>
              <th scope="row">
                <a href={href}>{row.name}</a> <span className="caption">{row.level}</span>
              </th>
              <Cell label="登记户数" number>
                <a href={paths.gov.households({ area: row.code, ...spanQuery(span) })}>{row.households}</a>
              </Cell>
              <MoneyCell label="到户收入（已付）" fen={row.paidFen} household href={href} />
              <MoneyCell label="应计" fen={row.accruedFen} href={href} />
            </tr>
          );
        })}
      </Table>
    </GovFrame>
  );
}
