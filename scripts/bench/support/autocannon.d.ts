/** The little that the benchmarks use of autocannon, which brings no types. */
declare module "autocannon" {
  export type Result = {
    readonly requests: { readonly average: number };
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly non2xx: number;
    readonly errors: number;
  };
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    headers?: Record<string, string>;
    requests?: (
      | { setupRequest: (request: { path?: string }) => { path?: string } }
      | { method: "GET" | "POST"; path: string; headers: Record<string, string>; body?: string }
    )[];
  }): Promise<Result>;
}
