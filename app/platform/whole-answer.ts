import type { AppLoadContext } from "@remix-run/node";

const WHOLE = "whole";

type Whole = { readonly response: Response; readonly body: Uint8Array };

/** An answer whose whole body is there already: the web server sends it as it is, past the stream that a Response would make of it. */
export function answerWhole(context: AppLoadContext, body: Uint8Array, init: ResponseInit): Response {
  const response = new Response(null, init);
  context[WHOLE] = { response, body } satisfies Whole;
  return response;
}

/** The body of this very response, if it was answered whole; an error's or a HEAD's is another response. */
export function wholeBodyOf(context: AppLoadContext, response: Response): Uint8Array | undefined {
  const whole = context[WHOLE] as Whole | undefined;
  return whole?.response === response ? whole.body : undefined;
}
