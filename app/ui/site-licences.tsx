import { useRouteLoaderData } from "@remix-run/react";
import { useLocale } from "./locale";

/** Under which numbers the site is registered; null where there is none. */
export type Licences = { readonly icp: string | null; readonly others: string | null };

/** The register of sites that a 备案号 has to lead to. */
const ICP_REGISTER = "https://beian.miit.gov.cn/";

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
      {icp !== null && <a href={ICP_REGISTER}>{icp}</a>}
    </p>
  );
}
