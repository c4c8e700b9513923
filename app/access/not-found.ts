/**
 * The one answer for "there is no such thing" and "it is not yours": thrown by loaders and actions, byte for byte the
 * same in both cases, so that an address tells nothing about what exists.
 */
export function notFound(): Response {
  return new Response("Not Found", { status: 404, statusText: "Not Found" });
}
