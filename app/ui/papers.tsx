/** Photographed papers side by side, each opening large. */
export function Papers({
  pages,
  src,
}: {
  pages: readonly { readonly mediaId: string; readonly alt: string }[];
  /** the address of a picture by one of its names, "375.webp" */
  src: (mediaId: string, name: string) => string;
}) {
  return (
    <ul className="plain-list cluster">
      {pages.map(({ mediaId, alt }) => (
        <li key={mediaId}>
          <a href={src(mediaId, "1125.webp")}>
            <img
              className="paper-photo"
              src={src(mediaId, "375.webp")}
              alt={alt}
              width="120"
              height="160"
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
