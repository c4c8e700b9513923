import { useLocale } from "./locale";

/** The house's name as drawn outlines: the same on every phone. Outlines after Noto Serif CJK SC (SIL OFL 1.1). */
export function Wordmark({ size = 30, latin = "Huhui" }: { size?: number; latin?: string }) {
  const english = useLocale() === "en";
  // Read aloud once, in the page's language: on a phone the Latin name is not shown.
  return (
    <>
      <svg
        width={size * 2.12}
        height={size}
        viewBox="0 0 212 100"
        role="img"
        aria-label={english ? "Huhui" : "户惠"}
        fill="currentColor"
      >
        <path d={HOUSEHOLD} />
        <path d={BENEFIT} transform="translate(108)" />
      </svg>
      {latin !== "" && (
        <span lang="en" aria-hidden={english || undefined}>
          {latin}
        </span>
      )}
    </>
  );
}

export const HOUSEHOLD =
  "M44 2 43 3C46 7 49 13 51 18C62 25 71 5 44 2ZM29 48C29 44 29 42 29 39V23H76V48ZM18 19V39C18 57 16 79 3 96L4 97C23 85 28 66 29 50H76V57H78C82 57 88 55 88 54V25C90 24 92 24 92 23L81 14L76 20H31L18 16Z";
const BENEFIT =
  "M42 69 27 68V84C27 92 29 94 40 94H54C73 94 78 92 78 88C78 86 77 84 74 83L74 72H72C70 78 69 81 68 83C67 84 66 84 65 84C63 84 59 84 55 84H42C39 84 38 84 38 83V72C40 71 41 71 42 69ZM18 69 16 69C16 75 12 79 8 81C5 82 3 85 4 89C5 92 10 94 13 92C18 89 22 81 18 69ZM74 69 73 70C79 75 85 83 86 90C97 98 105 75 74 69ZM44 65 43 66C46 70 50 75 50 80C60 87 68 69 44 65ZM28 51V50H44V58C28 58 14 58 6 58L12 69C13 69 14 68 15 67C43 65 63 63 77 61C80 63 82 65 83 68C92 76 108 58 73 53C77 53 83 51 83 50V29C85 29 86 28 87 27L76 18L70 24H56V17H94C95 17 96 16 97 15C92 12 85 6 85 6L79 14H56V7C58 6 59 6 59 4L44 3V14H4L5 17H44V24H29L17 20V54H18C23 54 28 52 28 51ZM66 52 65 53C68 55 71 56 74 58H56V50H71V53ZM44 47H28V38H44ZM56 47V38H71V47ZM44 36H28V27H44ZM56 36V27H71V36Z";
