import { useShop } from "./messages/messages";

/** What a seller or a household wrote, whole. Where no English was written the Chinese one stands, and says so. */
export function SellersText({ chinese, english }: { chinese: string; english: string }) {
  const { locale, m } = useShop();
  if (locale === "zh") return <>{chinese}</>;
  if (english !== "") return <>{english}</>;
  return (
    <>
      <span lang="zh-CN">{chinese}</span> <span className="caption">{m.product.noEnglish}</span>
    </>
  );
}
