import { currentClientAddress } from "~/platform/request-context.server";

/** Where a request comes from, for throttling and for the owner's list of sessions. */
export function requestOrigin(request: Request): { readonly address: string; readonly userAgent: string } {
  return {
    address: currentClientAddress() ?? "unknown",
    userAgent: request.headers.get("User-Agent") ?? "",
  };
}
