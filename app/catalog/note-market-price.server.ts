import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { dayOf, isDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { DEAREST_PACK_FEN } from "./listing-failure";

export type MarketPriceFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "no-such-product" }
  | { readonly kind: "bad-price" }
  | { readonly kind: "no-source" }
  | { readonly kind: "bad-day" };

export function explainMarketPriceFailure(failure: MarketPriceFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以登记。";
    case "no-such-product":
      return "请选择产品。";
    case "bad-price":
      return "价格要大于零，且不超过 10 万元。";
    case "no-source":
      return "请写明来源，例如“省农产品价格监测 11 月下旬”。";
    case "bad-day":
      return "日期请按 2026-11-23 的样子填写，不能晚于今天。";
  }
}

/** Notes what a market asked for a product on a day. Nothing noted before is changed; the last note of the last day is told. */
export async function noteMarketPrice(request: {
  readonly actor: Actor;
  readonly productId: string;
  /** per kg or piece */
  readonly priceFen: Fen;
  readonly source: string;
  readonly pricedOn: string;
  readonly now: Date;
}): Promise<Result<undefined, MarketPriceFailure>> {
  const { actor, productId, priceFen, pricedOn, now } = request;
  const source = request.source.trim();
  if (!can(actor, "market-price:note", {})) return failed({ kind: "not-allowed" });
  if (priceFen <= 0n || priceFen > DEAREST_PACK_FEN) return failed({ kind: "bad-price" });
  if (source === "") return failed({ kind: "no-source" });
  if (!isDay(pricedOn) || pricedOn > dayOf(now)) return failed({ kind: "bad-day" });
  return withTransaction("note market price", async (tx) => {
    if ((await tx.product.count({ where: { id: productId } })) === 0) return failed({ kind: "no-such-product" });
    await tx.marketPrice.create({
      data: {
        id: newId(now),
        productId,
        priceFen,
        source,
        pricedOn: dayToDate(pricedOn),
        notedById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
        notedAt: now,
      },
      select: { id: true },
    });
    return succeeded(undefined);
  });
}
