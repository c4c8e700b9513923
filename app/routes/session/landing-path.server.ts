import type { Actor } from "~/access/actor";
import { landingOf } from "~/access/landing";
import { paths } from "~/paths";

/** The first page of the console a signed-in person works in. */
export function landingPath(actor: Actor): string {
  switch (landingOf(actor)) {
    case "official":
      return paths.gov.overview();
    case "operator":
      return paths.ops.status();
    case "cooperative":
    case "service-point":
      return paths.coop.today();
    case "household":
      return paths.household.overview();
    case "shop":
      return paths.home();
  }
}
