import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Loopback = {
  /** "http://127.0.0.1:41234" */
  readonly base: string;
  close(): void;
};

/** An HTTP server of the test's own process, on a free port of the loopback address. */
export function onLoopback(listener: RequestListener): Promise<Loopback> {
  return listening(createServer(listener));
}

/** A server made elsewhere, on such a port. */
export async function listening(server: Server): Promise<Loopback> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
