// The pages of the officials' desk that are measured, each beside the bare SQL it stands on.
import type pg from "pg";
import { hashToken } from "~/platform/secret-token.server";
import { COUNTIES, LAST_MONTH } from "./official-county";

export const COUNTY = COUNTIES[0] ?? "";
export const VILLAGE = `${COUNTY}100200`;
const TOWNSHIP = `${COUNTY}100`;
export const SPAN = [`${LAST_MONTH.slice(0, 4)}-01`, LAST_MONTH] as const;
export const BEFORE = ["2025-01", "2025-10"] as const;
const [FROM, TO] = SPAN;
const [FROM_BEFORE, TO_BEFORE] = BEFORE;

export type MeasuredPage = { name: string; path: string; bare: () => Promise<unknown> };

/** Each page with the indexed SQL that produces what it shows to whoever has `session`, asked one after the other. */
export function pagesOf(owner: pg.Client, householdId: string, session: string): readonly MeasuredPage[] {
  const run = (text: string, values: unknown[]) => owner.query({ name: text.slice(0, 60), text, values });
  const range = (code: string) => [code.padEnd(12, "0"), code.padEnd(12, "9")];
  /** Nothing is shown before it is known who asks, and for which area. */
  const whoAsks = () =>
    run(
      `SELECT s.id, u.display_name, g.roles FROM session s JOIN app_user u ON u.id = s.user_id
       CROSS JOIN LATERAL (SELECT array_agg(role || scope_id) AS roles FROM role_grant WHERE user_id = u.id AND revoked_at IS NULL) g
       WHERE s.token_hash = $1 AND s.expires_at > now()`,
      [hashToken(session)],
    );
  const people = `SELECT household_id, count(*) AS people FROM household_member m JOIN household h ON h.id = m.household_id
    WHERE h.area_code BETWEEN $1 AND $2 AND left_on IS NULL GROUP BY 1`;
  const record = `SELECT household_id, accrued[$4::int] AS accrued, paid[$4::int] AS paid, stable[$4::int] AS stable, attributed[$4::int] AS attributed
    FROM household_year WHERE year = $3::int AND area_code BETWEEN $1 AND $2`;
  const span = [Number(TO.slice(0, 4)), Number(TO.slice(5))];
  /** an area's figures by the areas below: this year, the year before, and by month */
  const area = (code: string, below: number) => async () => {
    await run(
      `SELECT left(h.area_code, ${below}) AS code, count(*), sum(p.people), sum(r.accrued), sum(r.paid), sum(r.stable), sum(r.attributed),
         count(*) FILTER (WHERE r.paid <> 0), percentile_disc(0.5) WITHIN GROUP (ORDER BY r.paid)
       FROM household h LEFT JOIN (${record}) r ON r.household_id = h.id LEFT JOIN (${people}) p ON p.household_id = h.id
       WHERE h.area_code BETWEEN $1 AND $2 GROUP BY 1`,
      [...range(code), ...span],
    );
    await run(
      `/* the year before ${code} */ SELECT left(area_code, ${below}) AS code, sum(paid_fen) FROM area_month
       WHERE area_code BETWEEN $1 AND $2 AND period BETWEEN $3 AND $4 GROUP BY 1`,
      [...range(code), FROM_BEFORE, TO_BEFORE],
    );
    await run(
      `/* by month ${code} */ SELECT period, sum(accrued_fen), sum(paid_fen) FROM area_month
       WHERE area_code BETWEEN $1 AND $2 AND period BETWEEN $3 AND $4 GROUP BY 1`,
      [...range(code), "2025-11", TO],
    );
  };
  const pages: readonly MeasuredPage[] = [
    { name: "county overview", path: `/gov/areas/${COUNTY}?month=${LAST_MONTH}`, bare: area(COUNTY, 9) },
    {
      name: "village page",
      path: `/gov/areas/${VILLAGE}?month=${LAST_MONTH}`,
      bare: async () => {
        await area(VILLAGE, 12)();
        await run(
          `SELECT h.id, h.number, h.head_name, h.group_name, p.people, r.accrued, r.paid, r.attributed
           FROM household h LEFT JOIN (${record}) r ON r.household_id = h.id LEFT JOIN (${people}) p ON p.household_id = h.id
           WHERE h.area_code BETWEEN $1 AND $2 ORDER BY h.number LIMIT 50`,
          [...range(VILLAGE), ...span],
        );
      },
    },
    {
      name: "household drill-down",
      path: `/gov/households/${householdId}/income?month=${LAST_MONTH}`,
      bare: async () => {
        await run("SELECT * FROM household WHERE id = $1", [householdId]);
        await run("SELECT count(*) FROM household_member WHERE household_id = $1 AND left_on IS NULL", [householdId]);
        // The lines beside the figures per head, and the way from the province down.
        await run(
          "SELECT DISTINCT ON (kind) kind, fen_per_person, source FROM income_line WHERE year = $1 AND $2 LIKE area_code || '%' ORDER BY kind, length(area_code) DESC",
          [Number(TO.slice(0, 4)), VILLAGE],
        );
        await run("SELECT code, name FROM area WHERE code = ANY ($1)", [["34", "3410", COUNTY, TOWNSHIP, VILLAGE]]);
        // Whoever opens a household's record is written down before it is shown: the law asks for it, and its commit.
        await run(
          "INSERT INTO access_log (id, at, action, subject_kind, subject_id) VALUES (gen_random_uuid(), now(), 'household:open-income', 'household', $1)",
          [householdId],
        );
        await run(
          `SELECT period, flow, sum(amount_fen) FILTER (WHERE destination LIKE '%:payable'), sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%')
           FROM posting WHERE household_id = $1 AND period BETWEEN $2 AND $3 GROUP BY 1, 2`,
          [householdId, FROM, TO],
        );
        await run(
          "SELECT period, sum(amount_fen) FROM attribution WHERE household_id = $1 AND period BETWEEN $2 AND $3 GROUP BY 1",
          [householdId, FROM, TO],
        );
        await run("SELECT sum(amount_fen) FROM posting WHERE destination = $1 AND destination LIKE '%:payable'", [
          `household:${householdId}:payable`,
        ]);
        await run("SELECT sum(amount_fen) FROM posting WHERE source = $1 AND source LIKE '%:payable'", [
          `household:${householdId}:payable`,
        ]);
        await run("SELECT * FROM cost_entry WHERE household_id = $1", [householdId]);
        await run("SELECT * FROM declared_income WHERE household_id = $1", [householdId]);
      },
    },
    {
      name: "filtered household list",
      path: `/gov/households?area=${TOWNSHIP}&band=any&sort=paid&month=${LAST_MONTH}`,
      bare: async () => {
        const listed = `FROM household h JOIN (${record}) r ON r.household_id = h.id
          CROSS JOIN LATERAL (SELECT count(*) AS people FROM household_member m WHERE m.household_id = h.id AND left_on IS NULL) p
          WHERE h.area_code BETWEEN $1 AND $2 AND r.paid > 0`;
        const values = [...range(TOWNSHIP), ...span];
        await run(`SELECT count(*), sum(p.people), sum(r.accrued), sum(r.paid), sum(r.attributed) ${listed}`, values);
        await run(`SELECT h.*, p.people, r.accrued, r.paid ${listed} ORDER BY r.paid DESC, h.number LIMIT 20`, values);
      },
    },
  ];
  return pages.map(({ bare, ...page }) => ({
    ...page,
    bare: async () => {
      await whoAsks();
      await bare();
    },
  }));
}
