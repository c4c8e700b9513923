const HERE = "http://here.invalid";

/**
 * `to` when it is a path of this site, else `fallback`. A path starts with exactly one slash, holds no backslash,
 * control character or space, and resolves to our own origin: browsers read `//host`, `/\host` and `/<tab>/host` as other sites.
 */
export function safeRedirect(to: FormDataEntryValue | null | undefined, fallback: string): string {
  if (typeof to !== "string" || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(to)) return fallback;
  try {
    const url = new URL(to, HERE);
    // A path may still turn into "//host" once its dots are resolved.
    if (url.origin !== HERE || url.pathname.startsWith("//")) return fallback;
    return url.pathname + url.search + url.hash;
  } catch {
    return fallback;
  }
}
