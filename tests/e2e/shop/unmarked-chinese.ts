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
