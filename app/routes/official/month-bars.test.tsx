import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MonthBars } from "./month-bars";

const drawn = (...fen: readonly number[]) =>
  renderToStaticMarkup(
    <MonthBars caption="按月" bars={fen.map((paidFen, n) => ({ month: `2026-0${n + 1}`, paidFen, accruedFen: 0 }))} />,
  );

test("the highest month is named", () => {
  expect(drawn(0, 4_250, 1_000)).toContain("¥42.50");
});

test("months without income have no bars, and no figure is made up for them", () => {
  const nothing = drawn(0, 0);
  expect(nothing).toContain("这些月份没有收入");
  expect(nothing).not.toMatch(/¥|<rect/);
});
