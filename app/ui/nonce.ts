import { createContext, useContext } from "react";

/** The page's script nonce: the content security policy runs no inline script without it. */
export const NonceContext = createContext<string | undefined>(undefined);

/** For `<Scripts nonce={useNonce()} />` and every other inline script. */
export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
