import type { Request } from "express";
import { IN_LITTLE_TIME, type Encoding } from "~/platform/packed.server";

/** The first of `ways` to pack that whoever asks takes, whatever order they name them in. A client that says nothing of it gets it plain. */
export function encodingFor(request: Request, ways = IN_LITTLE_TIME): Encoding {
  if (!request.get("Accept-Encoding")) return false;
  return ways.find((encoding) => request.acceptsEncodings(encoding)) ?? false;
}
