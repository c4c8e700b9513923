import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { paths } from "~/paths";
import { requireOfficial } from "./gov-frame.server";

/** The register of the official's own area, the first when there are several. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes } = await requireOfficial(request);
  const [own] = areaPrefixes;
  if (own === undefined) throw notFound();
  return redirect(paths.gov.register(own));
}
