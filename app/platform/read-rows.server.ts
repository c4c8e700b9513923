import pg from "pg";
import { poolBehind, type Db, type Prisma } from "./db.server";
import { statementName } from "./statement-name.server";

/**
 * What `$queryRaw` answers, without Prisma's interpreter between, which takes longer than the statement itself: for the
 * few statements that every visit of the shop asks. Inside a transaction it is asked through the transaction.
 */
export async function readRows<Row>(db: Db, sql: Prisma.Sql): Promise<Row[]> {
  const pool = poolBehind(db);
  if (!pool) return db.$queryRaw<Row[]>(sql);
  const text = sql.text;
  const { rows } = await pool.query({
    name: statementName(text),
    text,
    values: sql.values as unknown[],
    types: { getTypeParser: parserOf as never },
  });
  return rows as Row[];
}

const { BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, TEXT, VARCHAR, BPCHAR, UUID, JSON, JSONB, TIMESTAMPTZ } =
  pg.types.builtins;
const [BOOLS, INT4S, TEXTS, VARCHARS, UUIDS] = [1000, 1007, 1009, 1015, 2951] as const;

/** Types for which pg and Prisma answer the same: the parsers of pg are taken. */
const ALIKE = new Set<number>([
  ...[BOOL, INT2, INT4, FLOAT4, FLOAT8, TEXT, VARCHAR, BPCHAR, UUID, JSON, JSONB, TIMESTAMPTZ],
  ...[BOOLS, INT4S, TEXTS, VARCHARS, UUIDS],
]);
/** The first id of types that a migration made: enumerations, which are their text. */
const OWN_TYPES = 16_384;

function parserOf(type: number, format: "text" | "binary" = "text"): (value: string) => unknown {
  if (type === INT8) return BigInt;
  if (type >= OWN_TYPES) return String;
  if (ALIKE.has(type)) return pg.types.getTypeParser(type, format as "text");
  // Thrown when a value comes: before that pg would let it escape the query.
  return () => {
    throw new Error(`readRows has no form for PostgreSQL's type ${type}: cast the column, or ask by $queryRaw`);
  };
}
