import { useRouteLoaderData } from "@remix-run/react";
import { useLocale } from "./locale";

/** Says that people and figures are invented, on every page of a demonstration. Root tells whether it is one. */
export function DemoBanner() {
  const root = useRouteLoaderData("root");
  const english = useLocale() === "en";
  if (!isDemo(root)) return null;
  return (
    <aside className="demo-banner" aria-label={english ? "Demonstration" : "演示说明"}>
      <div className="page">
        {english
          ? "Demonstration: people, orders and amounts are invented; nothing is charged or shipped."
          : "演示网站：人物、订单与金额均为虚构，不会真实扣款或发货。"}
      </div>
    </aside>
  );
}

function isDemo(data: unknown): boolean {
  return typeof data === "object" && data !== null && "demo" in data && data.demo === true;
}
