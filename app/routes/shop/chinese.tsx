import { Fragment } from "react";
import type { Locale } from "~/ui/locale";
import { useShop } from "./messages/messages";

/** What was written in Chinese alone, or by people as they liked: marked as Chinese for readers of the English pages. */
export function Chinese({ children }: { children: string }) {
  const { locale } = useShop();
  return locale === "en" ? inChinese(children) : children;
}

/** The Chinese or the English of two columns; where no English was written the Chinese one stands, marked as Chinese. */
export function Named({ chinese, english }: { chinese: string; english: string | null | undefined }) {
  const { locale } = useShop();
  if (locale === "zh") return chinese;
  return english ? english : inChinese(chinese);
}

/** The language of an attribute's text, said by the element that has it: of a picture whose words nobody put into English. */
export function languageOfWords(locale: Locale, words: string): "zh-CN" | undefined {
  return locale === "en" && /\p{Script=Han}/u.test(words) ? "zh-CN" : undefined;
}

/** A lot's grade as its cooperative wrote it; the usual ones have a name in the page's language. */
export function Grade({ children }: { children: string }) {
  const { m } = useShop();
  return m.grades[children] ?? <Chinese>{children}</Chinese>;
}

/** A sentence may hold a Chinese name: its Chinese parts alone are marked. */
function inChinese(text: string) {
  const parts = text.split(/(\p{Script=Han}[\p{Script=Han}\d，。、；：“”（）\s]*)/u);
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      <span key={index} lang="zh-CN">
        {part}
      </span>
    ) : (
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
