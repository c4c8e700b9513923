import { notFound } from "~/access/not-found";

/** Every address that no page has: the same 404 as for what is not yours, drawn by the root's boundary. */
export function loader(): never {
  throw notFound();
}

export const action = loader;

export default function NotFound() {
  return null;
}
