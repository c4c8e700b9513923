import type { ListingVoice, ShownVoice } from "~/search/voice-store.server";
import { paths } from "~/paths";
import { dateIn } from "~/ui/day";
import { Chinese } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import { SellersText } from "./sellers-text";

/** What a household says of what it grows. Where nobody wrote it in English the Chinese stands, and says so. */
export function Voice({ voice, note }: { voice: ShownVoice | ListingVoice; note?: string | undefined }) {
  const { locale, m } = useShop();
  const { photo, family } = voice;
  const village = inLocale(locale, voice.villageName, voice.villageNameEn);
  const [before, after] = m.voices.family(village);
  const more = [
    ...(voice.productName === null ? [] : [inLocale(locale, voice.productName, voice.productNameEn)]),
    ...("inLot" in voice && voice.inLot ? [m.voices.inLot] : []),
    dateIn(locale, voice.month),
    ...(note === undefined ? [] : [note]),
  ];
  return (
    <figure className="voice">
      <blockquote>
        <p>
          <SellersText chinese={voice.words} english={voice.wordsEn} />
        </p>
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
        <Chinese>{` · ${more.join(" · ")}`}</Chinese>
      </figcaption>
    </figure>
  );
}
