import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { useNonce } from "~/ui/nonce";
import { useShop } from "./messages/messages";

/** Prints the page; shown where scripts run. The page needs `ownScript` in its handle. */
export function PrintButton() {
  const { m } = useShop();
  const nonce = useNonce();
  return (
    <>
      <Button type="button" tone="quiet" hidden data-print="">
        {m.order.print}
      </Button>
      <script nonce={nonce} src={paths.shopPrintScript()} defer />
    </>
  );
}
