import pino from "pino";
import { redact } from "./redact";

/**
 * Structured log to standard output, one JSON object a line. Everything passes through `redact`: a name, phone number
 * or token given by mistake is masked, not written.
 */
export const log = pino({
  level: process.env["LOG_LEVEL"] ?? "info",
  base: { process: process.env["PROCESS_NAME"] ?? "huhui" },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: {
    level: (label) => ({ level: label }),
    log: (entry) => redact(entry) as Record<string, unknown>,
  },
  // `redact` has already made errors plain; pino's own serializer would copy every property of them again.
  serializers: { err: (error: unknown) => error },
  hooks: {
    logMethod(inputs, method) {
      method.apply(this, inputs.map((input) => (typeof input === "string" ? String(redact(input)) : input)) as never);
    },
  },
});
