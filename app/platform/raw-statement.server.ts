import pg from "pg";
import { Prisma } from "#prisma/generated/client";
import { statementName } from "./statement-name.server";

/** A pool outside transactions, a connection within one. */
export type Connection = Pick<pg.Pool, "query">;

/**
 * What `$queryRaw` and `$executeRaw` do, to the type of every value, without Prisma's interpreter between: for a short
 * statement that takes longer than the database does.
 */
export async function runStatement(connection: Connection, sql: Prisma.Sql): Promise<pg.QueryResult> {
  const text = sql.text;
  return connection.query({
    name: statementName(text),
    text,
    values: sql.values.map(parameter),
    types: { getTypeParser: parserOf as never },
  });
}

/** Both ways of saying it: `$queryRaw(Prisma.sql…)` and the tagged template. */
export function statementOf(first: Prisma.Sql | TemplateStringsArray, values: readonly unknown[]): Prisma.Sql {
  return "raw" in first ? Prisma.sql(first, ...(values as Prisma.Sql["values"])) : first;
}

/** pg writes an instant as this process's wall clock, of which a cast to a day would take the wrong one: it is written as UTC. */
function parameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Prisma.Decimal.isDecimal(value)) return value.toString();
  return Array.isArray(value) ? value.map(parameter) : value;
}

const { BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, DATE, TIMESTAMPTZ } = pg.types.builtins;
const { TEXT, VARCHAR, BPCHAR, UUID, JSON, JSONB, BYTEA } = pg.types.builtins;
const [NAME, VOID] = [19, 2278];
const [BOOLS, INT4S, INT8S, TEXTS, VARCHARS, UUIDS, TIMESTAMPTZS] = [1000, 1007, 1016, 1009, 1015, 2951, 1185];

/** Types for which pg and Prisma answer the same: the parsers of pg are taken. */
const ALIKE = new Set<number>([
  ...[BOOL, INT2, INT4, FLOAT4, FLOAT8, TEXT, VARCHAR, BPCHAR, NAME, UUID, JSON, JSONB, BYTEA, TIMESTAMPTZ],
  ...[BOOLS, INT4S, TEXTS, VARCHARS, UUIDS, TIMESTAMPTZS],
]);

const parseBigints = pg.types.getTypeParser(INT8S) as (value: string) => (string | null)[];
const PARSERS = new Map<number, (value: string) => unknown>([
  [INT8, BigInt],
  [INT8S, (value) => parseBigints(value).map((one) => (one === null ? null : BigInt(one)))],
  [NUMERIC, (value) => new Prisma.Decimal(value)],
  [DATE, (value) => new Date(value)],
  [VOID, () => null],
]);
/** The first id of types that a migration made: enumerations, which are their text. */
const OWN_TYPES = 16_384;

function parserOf(type: number, format: "text" | "binary" = "text"): (value: string) => unknown {
  if (ALIKE.has(type)) return pg.types.getTypeParser(type, format as "text");
  const own = type >= OWN_TYPES ? String : PARSERS.get(type);
  // Thrown when a value comes: before that pg would let it escape the query.
  return (
    own ??
    (() => {
      throw new Error(`no form is known for PostgreSQL's type ${type}: cast the column`);
    })
  );
}
