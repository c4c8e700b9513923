import { describe, expect, test } from "vitest";
import { leftToSend, planParcel } from "./parcel-content";

const plums = { orderLineId: "plums", quantity: 3, sent: 1 };
const tea = { orderLineId: "tea", quantity: 1, sent: 0 };

describe("what goes into a parcel", () => {
  test("without a wish everything that is left goes, and completes the shipment", () => {
    expect(planParcel([plums, tea], undefined)).toEqual({
      ok: true,
      content: [
        { orderLineId: "plums", quantity: 2 },
        { orderLineId: "tea", quantity: 1 },
      ],
      completes: true,
    });
  });

  test("a part leaves the rest for another parcel", () => {
    const plan = planParcel([plums, tea], [{ orderLineId: "plums", quantity: 2 }]);
    expect(plan).toMatchObject({ ok: true, completes: false });
  });

  test.each([
    ["more than is left", [{ orderLineId: "plums", quantity: 3 }], "more-than-left"],
    ["the same line twice", [1, 1].map((quantity) => ({ orderLineId: "plums", quantity })), "more-than-left"],
    ["another order's line", [{ orderLineId: "honey", quantity: 1 }], "not-in-shipment"],
    ["nothing", [{ orderLineId: "tea", quantity: 0 }], "nothing-to-send"],
  ])("%s is refused", (_, wanted, kind) => {
    expect(planParcel([plums, tea], wanted)).toMatchObject({ ok: false, failure: { kind } });
  });

  test("what has left is not left to send", () => {
    expect(leftToSend([{ ...plums, sent: 3 }, tea])).toEqual([{ orderLineId: "tea", quantity: 1 }]);
    expect(planParcel([{ ...plums, sent: 3 }], undefined)).toMatchObject({ failure: { kind: "nothing-to-send" } });
  });
});
