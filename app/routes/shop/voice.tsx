import type { ListingVoice, ShownVoice } from "~/search/voice-store.server";
import { paths } from "~/paths";
import { Named } from "./chinese";
import { inLocale, useShop } from "./messages/messages";

/** What a household says of what it grows. Where nobody wrote it in English the Chinese stands, and says so. */
export function Voice({ voice, note }: { voice: ShownVoice | ListingVoice; note?: string | undefined }) {
  const { locale, m } = useShop();
  const { photo, family } = voice;
  const translated = locale === "zh" || voice.wordsEn !== "";
  const village = inLocale(locale, voice.villageName, voice.villageNameEn);
  const [before, after] = m.voices.family(village);
  const more = [
    ...(voice.productName === null ? [] : [inLocale(locale, voice.productName, voice.productNameEn)]),
    ...("inLot" in voice && voice.inLot ? [m.voices.inLot] : []),
    voice.month,
    ...(note === undefined ? [] : [note]),
  ];
  return (
    <figure className="voice">
      <blockquote>
        {translated ? (
          <p>
            <Named chinese={voice.words} english={voice.wordsEn} />
          </p>
        ) : (
          <p>
            <span lang="zh-CN">{voice.words}</span> <span className="caption">{m.product.noEnglish}</span>
          </p>
        )}
      </blockquote>
      {photo !== null && (
        <img
          src={paths.media(photo.id, "375.webp")}
          alt={locale === "zh" ? photo.alt : m.voices.photo}
          width={photo.width}
          height={photo.height}
          loading="lazy"
          style={{ backgroundColor: photo.color }}
        />
      )}
      <figcaption className="caption">
        {family === null ? (
          m.voices.household(village)
        ) : (
          <>
            {before}
            <span lang="zh-CN">{family}</span>
            {after}
          </>
        )}
        {` · ${more.join(" · ")}`}
      </figcaption>
    </figure>
  );
}
