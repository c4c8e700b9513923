import { expect, test } from "vitest";
import { explainCancelOrderFailure, type CancelOrderFailure } from "./cancel-order-failure";

test.each<CancelOrderFailure["kind"]>([
  "closed",
  "being-packed",
  "disputed",
  "payment-under-way",
  "stripe-unavailable",
])("an order that is not cancelled (%s) says what became of the money", (kind) => {
  expect(explainCancelOrderFailure({ kind }, "zh")).toMatch(/没有再扣款|没有退款|没有扣款/);
  expect(explainCancelOrderFailure({ kind }, "en")).toMatch(/nothing (more )?was (charged|refunded)|refunded nothing/);
});
