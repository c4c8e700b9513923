import { useLoaderData } from "@remix-run/react";
import { inLocale, useShop } from "./messages/messages";
import { PhotoCaption } from "./photo-caption";
import { Plate } from "./plate";
import type { loader } from "./product";

/** The pictures, side by side under a thumb, each with what it shows and whose it is. */
export function Photos() {
  const { listing } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  const { photos } = listing;
  if (photos.length === 0) return <Plate photo={undefined} sizes="100vw" />;
  return (
    <ul className="photos" aria-labelledby="product-name">
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <figure>
            <Plate
              photo={{ ...photo, alt: inLocale(locale, photo.alt, photo.altEn) }}
              sizes="(min-width: 60rem) 38rem, 100vw"
              eager={index === 0}
            />
            <figcaption className="caption">
              {photos.length > 1 && <span>{m.product.photo(index + 1, photos.length)} · </span>}
              <PhotoCaption photo={photo} />
            </figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
