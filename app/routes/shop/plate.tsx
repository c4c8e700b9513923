import { paths } from "~/paths";
import { languageOfWords } from "./chinese";
import { useShop } from "./messages/messages";

/** A listing's picture in the widths the pipeline makes; a coloured plate where there is none. */
export function Plate({
  photo,
  sizes,
  ratio,
  eager,
}: {
  photo: { readonly id: string; readonly alt: string; readonly color: string } | undefined;
  sizes: string;
  ratio?: "wide";
  eager?: boolean;
}) {
  const { locale, m } = useShop();
  if (!photo) {
    return (
      <span className="plate plate-empty" data-ratio={ratio} role="img" aria-label={m.product.noPhoto}>
        <span aria-hidden="true">{m.product.noPhoto}</span>
      </span>
    );
  }
  return (
    <img
      className="plate"
      data-ratio={ratio}
      src={paths.media(photo.id, "750.webp")}
      srcSet={WIDTHS.map((width) => `${paths.media(photo.id, `${width}.webp`)} ${width}w`).join(", ")}
      sizes={sizes}
      width={750}
      height={ratio === "wide" ? 563 : 750}
      alt={photo.alt}
      lang={languageOfWords(locale, photo.alt)}
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      {...(eager ? { fetchpriority: "high" } : {})}
    />
  );
}

const WIDTHS = [375, 750, 1125] as const;
