import type { Page } from "@playwright/test";

/** Chinese that a page in English does not mark as such, in texts and in what is read aloud: of the page that is open, or as another one is written. */
export async function unmarkedChinese(page: Page, other?: string): Promise<string[]> {
  return page.evaluate(async (address) => {
    let { body } = document;
    if (address !== undefined) {
      const answer = await fetch(address);
      if (!answer.ok) return [`does not open: ${answer.status}`];
      ({ body } = new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      const hidden = node.parentElement?.closest('[lang^="zh"], script, style');
      if (/\p{Script=Han}/u.test(text) && !hidden) found.push(text.slice(0, 60));
    }
    for (const name of ["alt", "aria-label", "title", "placeholder"]) {
      for (const element of body.querySelectorAll(`[${name}]`)) {
        const text = element.getAttribute(name) ?? "";
        // An attribute has one language: of a sentence that quotes a Chinese name it is the sentence's.
        const isChinese = /\p{Script=Han}/u.test(text) && !/[A-Za-z]{2}/.test(text);
        if (isChinese && !element.closest('[lang^="zh"]')) found.push(`${name}: ${text.slice(0, 60)}`);
      }
    }
    return found;
  }, other);
}

/** Words that Chinese writes in Latin letters: names of formats, systems and fields, and one example of pinyin. */
const AT_HOME_IN_CHINESE = "axe Chrome English Excel Linux mihoutao next null preorder Stripe url version WebP".split(
  " ",
);

/**
 * English words that the Chinese page that is open does not mark as such, in texts and in what is read aloud. Units and abbreviations
 * (kg, CSV), parts of addresses and codes, and what the reader searched for are no English.
 */
export function unmarkedEnglish(page: Page): Promise<string[]> {
  return page.evaluate((known) => {
    const sought = new URLSearchParams(location.search).get("q") ?? "";
    const words = (text: string): readonly string[] =>
      [...text.matchAll(/(?<![\w./:@-])[A-Za-z]{3,}(?![\w./:@-])/g)]
        .map(([word]) => word)
        .filter((word) => /[a-z]/.test(word) && word !== sought && !known.includes(word));
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest('[lang="en"], script, style, code, pre'))
        found.push(...words(node.textContent ?? ""));
    }
    for (const name of ["alt", "aria-label", "title", "placeholder"]) {
      for (const element of document.querySelectorAll(`[${name}]:not([lang="en"], [lang="en"] *)`))
        found.push(...words(element.getAttribute(name) ?? "").map((word) => `${name}: ${word}`));
    }
    return found;
  }, AT_HOME_IN_CHINESE);
}
