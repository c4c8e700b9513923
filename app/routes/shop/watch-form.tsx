import { Button } from "~/ui/button";
import { Field } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import { useShop } from "./messages/messages";

/** One field and a button: where to write when the goods are back, or the village has something new. */
export function WatchForm({
  about,
  errors,
  contact = "",
}: {
  about: { listing: string } | { village: string };
  errors?: FormErrors | undefined;
  contact?: string;
}) {
  const { m, to } = useShop();
  const isListing = "listing" in about;
  return (
    <form method="post" action={to.watch()} className="form watch-form no-print" noValidate>
      {isListing ? (
        <input type="hidden" name="listing" value={about.listing} />
      ) : (
        <input type="hidden" name="village" value={about.village} />
      )}
      <h2 className="h3">{isListing ? m.watch.listing : m.watch.village}</h2>
      <Field
        label={m.watch.contact}
        name="contact"
        autoCapitalize="none"
        autoComplete="email"
        maxLength={200}
        hint={isListing ? m.watch.listingText : m.watch.villageText}
        defaultValue={contact}
        error={messagesOf(errors, "contact")}
      />
      <div className="form-actions">
        <Button tone="quiet">{m.watch.button}</Button>
      </div>
    </form>
  );
}
