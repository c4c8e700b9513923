import type { RequestHandler } from "express";
import { BODY_TOO_LARGE } from "~/platform/request-context.server";

export const FORM_BYTES = 1024 * 1024;
/** a photo, or a table to import */
export const UPLOAD_BYTES = 12 * 1024 * 1024;

/** Up to so many times the limit a body is read to its end and thrown away; what declares more is cut off. */
const READ_AND_FORGOTTEN = 8;

/**
 * Refuses a body that is too large before a byte of it is parsed. The declared length is binding, because Node reads no
 * more than it; a body without one (chunked) is counted as it streams and cut off.
 */
export function bodyLimit(): RequestHandler {
  return (request, response, next) => {
    const limit = request.is("multipart/form-data") ? UPLOAD_BYTES : FORM_BYTES;
    const tooLarge = () => {
      response.status(413).set("Connection", "close").type("text");
      response.send(
        `内容太大，最多 ${limit / 1024 / 1024} MB。The request is larger than ${limit / 1024 / 1024} MB.\n`,
      );
    };
    const declared = Number(request.headers["content-length"] ?? 0);
    if (declared > limit) {
      if (declared > limit * READ_AND_FORGOTTEN) return tooLarge();
      // Closed while it still sends, a browser shows a broken connection instead of the sentence.
      request.once("end", tooLarge).resume();
      return;
    }
    if (request.headers["transfer-encoding"] !== undefined) {
      const push = request.push.bind(request);
      let received = 0;
      request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
        received += chunk?.length ?? 0;
        if (received <= limit) return push(chunk, encoding);
        if (!response.headersSent) tooLarge();
        request.destroy(Object.assign(new Error("the request body is too large"), { code: BODY_TOO_LARGE }));
        return false;
      };
    }
    next();
  };
}
