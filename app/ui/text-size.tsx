import { useLocation, useRouteLoaderData } from "@remix-run/react";
import { useLocale } from "./locale";

/** The cookie of 大字版: it says nothing about a person, so it needs no consent. */
export const TEXT_SIZE_COOKIE = "text-size";

export type TextSize = "normal" | "large";

export function textSizeOf(cookieHeader: string | null): TextSize {
  return /(?:^|;\s*)text-size=large(?:;|$)/.test(cookieHeader ?? "") ? "large" : "normal";
}

/** The size root found in the cookie. */
export function useTextSize(): TextSize {
  const root = useRouteLoaderData("root");
  const large = typeof root === "object" && root !== null && "textSize" in root && root.textSize === "large";
  return large ? "large" : "normal";
}

/** 大字版 ⇄ 标准版: a form, so that it works without scripts and comes back to the same page. */
export function TextSizeSwitch({ action }: { action: string }) {
  const english = useLocale() === "en";
  const { pathname, search } = useLocation();
  const size = useTextSize();
  const toLarge = size === "normal";
  return (
    <form method="post" action={action} className="text-size">
      <input type="hidden" name="to" value={pathname + search} />
      <button name="size" value={toLarge ? "large" : "normal"}>
        {english ? (toLarge ? "Large text" : "Normal text") : toLarge ? "大字版" : "标准版"}
      </button>
    </form>
  );
}
