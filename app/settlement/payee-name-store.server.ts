import { partyOf, type Account, type PartyKind } from "~/benefits/accounts";
import type { Db } from "~/platform/db.server";

/** The names that the bank's file and the voucher carry, by account. */
export async function payeeNames(db: Db, accounts: readonly Account[]): Promise<Map<Account, string>> {
  const ids = (kind: PartyKind) =>
    accounts.flatMap((account) => {
      const party = partyOf(account);
      return party?.kind === kind ? [party.id] : [];
    });
  const cooperatives = [...ids("COOPERATIVE"), ...ids("OTHERS")];
  const rows = await db.$queryRaw<{ kind: PartyKind; id: string; name: string }[]>`
    SELECT 'HOUSEHOLD' AS kind, id::text AS id, head_name AS name FROM household WHERE id = ANY (${ids("HOUSEHOLD")}::uuid[])
    UNION ALL
    SELECT 'COOPERATIVE', id::text, name FROM cooperative WHERE id = ANY (${cooperatives}::uuid[])
    UNION ALL
    SELECT 'VILLAGE', code, name FROM area WHERE code = ANY (${ids("VILLAGE")}::text[])
    UNION ALL
    SELECT 'SERVICE_POINT', id::text, name FROM service_point WHERE id = ANY (${ids("SERVICE_POINT")}::uuid[])
    UNION ALL
    SELECT 'FREIGHT', shipper_id::text, max(shipper_name) FROM freight_template
    WHERE shipper_id = ANY (${ids("FREIGHT")}::uuid[]) GROUP BY shipper_id`;
  const names = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row.name]));
  return new Map(
    accounts.map((account) => {
      const party = partyOf(account);
      if (!party) return [account, account];
      if (party.kind === "OTHERS")
        return [account, `${names.get(`COOPERATIVE ${party.id}`) ?? party.id}（代付未登记供货人）`];
      return [account, names.get(`${party.kind} ${party.id}`) ?? account];
    }),
  );
}
