import type { TypedResponse } from "@remix-run/node";

/** What JSON gives back as it was given: no dates, no bigints, nothing with a class. */
type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * A page's data, as `json()` answers it. why not `json()`: Remix reads each loader's answer back from the text that was just written
 * for it, a tenth of the work of a page of the shop; here the page is given the values themselves, and only who asks for the data alone
 * is answered the text. Plain values only, so that both are the same.
 */
export function pageData<Data extends Plain>(data: Data, init: ResponseInit = {}): TypedResponse<Data> {
  return new PageData(data, init) as unknown as TypedResponse<Data>;
}

class PageData extends Response {
  readonly #data: Plain;
  #body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;

  constructor(data: Plain, init: ResponseInit) {
    super(null, init);
    this.headers.set("Content-Type", "application/json; charset=utf-8");
    this.#data = data;
  }

  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const write = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
      controller.enqueue(new TextEncoder().encode(JSON.stringify(this.#data)));
      controller.close();
    };
    // Remix looks whether there is one; its text is only written when somebody reads it.
    return (this.#body ??= new ReadableStream({ pull: write }, { highWaterMark: 0 }));
  }

  override json(): Promise<Plain> {
    return Promise.resolve(this.#data);
  }

  override text(): Promise<string> {
    return Promise.resolve(JSON.stringify(this.#data));
  }
}
