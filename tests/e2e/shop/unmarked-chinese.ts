import type { Page } from "@playwright/test";

/** Chinese that a page in English does not mark as such: of the page that is open, or as another one is written. */
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
    return found;
  }, other);
}
