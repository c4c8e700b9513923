import type { ProductPhoto } from "~/search/product-page-store.server";
import { Chinese, Named } from "./chinese";
import { useShop } from "./messages/messages";

/** A picture as pages show it: what it shows, whose it is, and since when; of a drawing no day. */
export type ShownPhoto = Omit<ProductPhoto, "width" | "height">;

/** What a picture shows, the day it was added, and who took or drew it. */
export function PhotoCaption({ photo }: { photo: ShownPhoto }) {
  const { m } = useShop();
  return (
    <>
      <Named chinese={photo.alt} english={photo.altEn} />
      {photo.addedOn && ` · ${m.product.photoAdded(photo.addedOn)}`}
      {photo.credit && (
        <>
          {" · "}
          <Chinese>{photo.credit}</Chinese>
        </>
      )}
    </>
  );
}
