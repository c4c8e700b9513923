// One folder a backup: database.jsonl.gz (every row of every table, in one snapshot), media/, manifest.json with the
// numbers and digests of both. Plain JSON on purpose: readable in ten years, on any PostgreSQL, without pg_dump.

/** Tables that are not ours to copy: the engine of migrations writes its own, jobs are made anew. */
export const NOT_COPIED = ["_prisma_migrations"];

export const FORMAT = 1;

/** The schema's own tables, parents before children; tables that wait for each other come in any order. */
export async function tablesInOrder(client) {
  const { rows: tables } = await client.query(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> ALL ($1) ORDER BY c.relname`,
    [NOT_COPIED],
  );
  const { rows: links } = await client.query(
    `SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint k
     JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
     JOIN pg_namespace n ON n.oid = child.relnamespace
     WHERE k.contype = 'f' AND n.nspname = 'public' AND child.oid <> parent.oid`,
  );
  const left = new Set(tables.map((table) => table.name));
  const order = [];
  while (left.size > 0) {
    const free = [...left].filter((name) => !links.some((link) => link.child === name && left.has(link.parent)));
    for (const name of free.length > 0 ? free : [...left]) {
      order.push(name);
      left.delete(name);
    }
  }
  return order;
}

/** The last number that each counter gave, by its name; one that never gave any is left out. */
export async function sequencesOf(client) {
  const { rows } = await client.query(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
     WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`,
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

/** Columns that are written: the ones the database computes itself are not. */
export async function columnsOf(client, table) {
  const { rows } = await client.query(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
     AND attgenerated = '' ORDER BY attnum`,
    [`public.${client.escapeIdentifier(table)}`],
  );
  return rows.map((row) => row.name);
}
