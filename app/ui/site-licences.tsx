import { useRouteLoaderData } from "@remix-run/react";
import { useLocale } from "./locale";

/** Under which numbers the site is registered, its 备案号 with the register that it has to lead to; null where there is none. */
export type Licences = {
  readonly icp: { readonly number: string; readonly register: string | null } | null;
  readonly others: string | null;
};

/** The site's 备案号 and licences below every page of the shop. Root tells them; a demonstration without any says so. */
export function SiteLicences() {
  const root = useRouteLoaderData("root") as { readonly licences?: Licences; readonly demo?: boolean } | undefined;
  const english = useLocale() === "en";
  const { icp = null, others = null } = root?.licences ?? {};
  if (icp === null && others === null) {
    if (root?.demo !== true) return null;
    return <p>{english ? "A demonstration: no licence numbers." : "演示网站，没有备案号与证照号。"}</p>;
  }
  return (
    <p lang="zh-CN">
      {others}
      {icp !== null && others !== null && " · "}
      {icp !== null && (icp.register === null ? icp.number : <a href={icp.register}>{icp.number}</a>)}
    </p>
  );
}
