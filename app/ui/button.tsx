import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from "react";

/** One primary button a view; "quiet" beside it, "danger" for what destroys, "link" for what hardly matters. */
type ButtonLook = { tone?: "primary" | "quiet" | "danger" | "link"; size?: "normal" | "large"; wide?: boolean };

export function Button({
  tone = "primary",
  size,
  wide,
  type = "submit",
  className,
  ...rest
}: ButtonLook & ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button {...rest} type={type} className={classes(className)} {...look({ tone, size, wide })} />;
}

export function ButtonLink({
  tone = "primary",
  size,
  wide,
  className,
  children,
  ...rest
}: ButtonLook & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...rest} className={classes(className)} {...look({ tone, size, wide })}>
      {children}
    </a>
  );
}

function look({ tone, size, wide }: ButtonLook) {
  return { "data-tone": tone, "data-size": size, "data-wide": wide ? "" : undefined };
}

function classes(extra: string | undefined): string {
  return extra ? `button ${extra}` : "button";
}
