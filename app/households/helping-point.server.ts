import { Prisma } from "~/platform/db.server";

/** The point that helps household `h`: its own, or else the first active one of its village. */
export const helpingPoint = Prisma.sql`coalesce(h.service_point_id, (
  SELECT sp.id FROM service_point sp WHERE sp.area_code = h.area_code AND sp.status = 'ACTIVE'
  ORDER BY sp.number LIMIT 1))`;
