import type { MetaFunction } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { env } from "~/platform/env.server";
import { Styleguide } from "~/ui/styleguide";

export const meta: MetaFunction = () => [{ title: "样式手册 · 户惠" }, { name: "robots", content: "noindex" }];

/** The kit, shown piece by piece; for those who build pages, so only in the demonstration. */
export function loader() {
  if (!env().DEMO) throw notFound();
  return null;
}

export default function StyleguidePage() {
  return <Styleguide />;
}
