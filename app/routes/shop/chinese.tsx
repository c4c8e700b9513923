import { useShop } from "./messages/messages";

/** What was written in Chinese alone, or by people as they liked: marked as Chinese for readers of the English pages. */
export function Chinese({ children }: { children: string }) {
  const { locale } = useShop();
  return locale === "en" && /\p{Script=Han}/u.test(children) ? <span lang="zh-CN">{children}</span> : <>{children}</>;
}

/** A lot's grade as its cooperative wrote it; the usual ones have a name in the page's language. */
export function Grade({ children }: { children: string }) {
  const { m } = useShop();
  return m.grades[children] ?? <Chinese>{children}</Chinese>;
}
