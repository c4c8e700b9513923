import { useLoaderData } from "@remix-run/react";
import { Button } from "~/ui/button";
import { useAccountWords } from "./messages/account";
import { useShop } from "./messages/messages";
import type { loader } from "./product";

/** Keeps the goods among the account's favourites, or no longer: a button of the form that chooses the pack. */
export function KeepButton() {
  const { listing, kept } = useLoaderData<typeof loader>();
  const { to } = useShop();
  const words = useAccountWords().favourites;
  return (
    <Button
      tone="quiet"
      size="large"
      className="keep-button"
      formMethod="post"
      formAction={to.account.favourites({ from: "product" })}
      formNoValidate
      name={kept ? "drop" : "keep"}
      value={listing.id}
    >
      <span aria-hidden="true">{kept ? "♥" : "♡"}</span> {kept ? words.kept : words.keep}
      {kept && <span className="visually-hidden"> · {words.drop}</span>}
    </Button>
  );
}
