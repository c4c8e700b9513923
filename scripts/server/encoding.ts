import type { Request } from "express";
import { ENCODINGS, type Encoding } from "~/platform/packed.server";

/** The best way to pack that whoever asks takes, whatever order they name them in. A client that says nothing of it gets it plain. */
export function encodingFor(request: Request): Encoding {
  if (!request.get("Accept-Encoding")) return false;
  return ENCODINGS.find((encoding) => request.acceptsEncodings(encoding)) ?? false;
}
