import { useShop } from "./messages/messages";

/** What only exists in Chinese, marked as such for readers and screen readers of the English pages. */
export function Chinese({ children }: { children: string }) {
  const { locale } = useShop();
  return locale === "zh" ? <>{children}</> : <span lang="zh-CN">{children}</span>;
}
