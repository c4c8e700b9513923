import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import { log } from "~/platform/log.server";

const ID = /^[\w-]{8,64}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Gives every request an id, answers with it, and writes one line when it is done: no query, no address, no name. */
export function requestLog({ behindProxy }: { behindProxy: boolean }): RequestHandler {
  return (request, response, next) => {
    const given = behindProxy ? request.get("X-Request-Id") : undefined;
    const requestId = given && ID.test(given) ? given : randomUUID();
    response.locals["requestId"] = requestId;
    response.set("X-Request-Id", requestId);
    const began = performance.now();
    response.once("close", () => {
      const entry = {
        requestId,
        method: request.method,
        path: loggedPath(request.path),
        status: response.statusCode,
        ms: Math.round(performance.now() - began),
        ...(response.writableFinished ? {} : { cutOff: true }),
      };
      if (response.statusCode >= 500) log.error(entry, "request");
      else log.info(entry, "request");
    });
    next();
  };
}

/** The path as it may stand in a log: a long segment that is no row's id is somebody's secret link. */
export function loggedPath(path: string): string {
  return path
    .split("/")
    .map((segment) => (segment.length >= 20 && !UUID.test(segment) ? ":secret" : segment))
    .join("/");
}
