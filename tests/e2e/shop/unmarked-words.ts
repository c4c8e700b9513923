import type { Page } from "@playwright/test";

const HAN = /\p{Script=Han}/u;
const NAMED = ["alt", "aria-label", "title", "placeholder"];

type Said = { readonly texts: readonly string[]; readonly attributes: readonly string[] };

/** What a page says and has read aloud, outside whatever is marked as being in `marked`: the page that is open, or as `other` is written. */
async function saidOutside(marked: string, page: Page, other?: string): Promise<Said> {
  return page.evaluate(
    async ([skipped, names, address]) => {
      let { body } = document;
      if (address !== null) {
        const answer = await fetch(address);
        if (!answer.ok) throw new Error(`${address} does not open: ${answer.status}`);
        ({ body } = new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
      const texts: string[] = [];
      const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (!node.parentElement?.closest(skipped)) texts.push(node.textContent ?? "");
      const attributes = names.flatMap((name) =>
        [...body.querySelectorAll(`[${name}]`)]
          .filter((element) => !element.closest(skipped))
          .map((element) => element.getAttribute(name) ?? ""),
      );
      return { texts, attributes };
    },
    [`${marked}, script, style`, NAMED, other ?? null] as const,
  );
}

/** Chinese that a page in English does not mark as such. */
export async function unmarkedChinese(page: Page, other?: string): Promise<string[]> {
  const { texts, attributes } = await saidOutside('[lang^="zh"]', page, other);
  // An attribute has one language: of a sentence that quotes a Chinese name it is the sentence's.
  return [...texts, ...attributes.filter((text) => !/[A-Za-z]{2}/.test(text))].filter((text) => HAN.test(text));
}

/** Days and months that the page in English writes as files and Chinese pages do, 2026-11-28. */
export async function datesOfFiles(page: Page): Promise<string[]> {
  const { texts, attributes } = await saidOutside('[lang^="zh"], code, pre', page);
  return [...texts, ...attributes].filter((text) => /(?<![\w-])20\d\d-\d\d(-\d\d)?(?![\w-])/.test(text));
}

/** Words that Chinese writes in Latin letters: names of formats, systems and fields, and one example of pinyin. */
const AT_HOME_IN_CHINESE = new Set(
  "axe Chrome English Excel Linux mihoutao next null preorder Stripe url version WebP".split(" "),
);

/**
 * English words that the page in Chinese does not mark as such. Units and abbreviations (kg, CSV), parts of addresses and codes, and
 * what the reader searched for are no English.
 */
export async function unmarkedEnglish(page: Page): Promise<string[]> {
  const { texts, attributes } = await saidOutside('[lang="en"], code, pre', page);
  const sought = new URL(page.url()).searchParams.get("q");
  return [...texts, ...attributes]
    .flatMap((text) => text.match(/(?<![\w./:@-])[A-Za-z]{3,}(?![\w./:@-])/g) ?? [])
    .filter((word) => /[a-z]/.test(word) && word !== sought && !AT_HOME_IN_CHINESE.has(word));
}
