import { text } from "node:stream/consumers";
import { PassThrough } from "node:stream";
import { renderToPipeableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { dropNul } from "./drop-nul.server";

const WORDS = 4_000;

function drawn(shift: number, body: PassThrough | ReturnType<typeof dropNul>): Promise<string> {
  const { pipe } = renderToPipeableStream(
    <p>
      {"a".repeat(shift)}
      {Array.from({ length: WORDS }, (_, index) => (
        <b key={index}>户惠</b>
      ))}
    </p>,
  );
  pipe(body);
  return text(body);
}

test("React leaves NUL between Chinese letters, which is why this stands here", async () => {
  const pages = await Promise.all([0, 1, 2].map((shift) => drawn(shift, new PassThrough())));
  expect(pages.some((page) => page.includes("\0"))).toBe(true);
});

test.each([0, 1, 2])("a page of Chinese comes without NUL, wherever its letters fall (%i)", async (shift) => {
  expect(await drawn(shift, dropNul())).toBe(`<p>${"a".repeat(shift)}${"<b>户惠</b>".repeat(WORDS)}</p>`);
});
