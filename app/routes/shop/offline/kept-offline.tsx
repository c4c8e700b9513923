import { paths } from "~/paths";
import { useNonce } from "~/ui/nonce";

/**
 * On pages that buyers come back to (checkout, their orders): the next time there is no network they are told so in words.
 * Pages for reading ship no script; once it is kept, it answers for them as well. The page needs `ownScript` in its handle.
 */
export function KeptOffline() {
  const nonce = useNonce();
  return <script nonce={nonce} src={paths.shopOfflineScript()} defer />;
}
