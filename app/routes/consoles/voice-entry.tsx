import type { ReactNode } from "react";
import {
  FORGOTTEN_WORDS,
  KEEP_ENDED_VOICES_DAYS,
  VOICE_STATES,
  VOICE_WRITERS,
  whyNotShown,
  type VoiceState,
  type VoiceWriter,
} from "~/households/voice";
import { paths } from "~/paths";
import { StatusWord, type StatusTone } from "~/ui/status-word";

export type VoiceView = {
  readonly id: string;
  readonly state: VoiceState;
  readonly words: string;
  readonly wordsEn: string;
  readonly productName: string | null;
  readonly mediaId: string | null;
  readonly photoAlt: string;
  readonly writtenAs: VoiceWriter;
  readonly writtenAt: string;
  readonly decidedAt: string | null;
  readonly refusal: string | null;
  readonly storyInForce: boolean;
  readonly photoInForce: boolean;
  readonly shown: boolean;
};

/** A household's words as its own pages and the consoles show them: with their state, and why they are not to be seen. */
export function VoiceEntry({ voice, children }: { voice: VoiceView; children?: ReactNode }) {
  const why = whyNotShown(voice);
  return (
    <div className="stack-small">
      <p className="spread">
        <StatusWord tone={toneOf(voice)}>{voice.shown ? "网站上正在展示" : VOICE_STATES[voice.state]}</StatusWord>
        <span className="caption">
          {VOICE_WRITERS[voice.writtenAs]} {voice.writtenAt}
          {voice.productName !== null && ` · ${voice.productName}`}
        </span>
      </p>
      <blockquote className="voice-words">
        <p>
          {voice.words === FORGOTTEN_WORDS ? `不再展示满 ${KEEP_ENDED_VOICES_DAYS} 天，内容已经删去。` : voice.words}
        </p>
        {voice.wordsEn !== "" && (
          <p lang="en" className="quiet">
            {voice.wordsEn}
          </p>
        )}
      </blockquote>
      {voice.mediaId !== null && (
        <p>
          <a href={paths.media(voice.mediaId, "1125.webp")}>
            <img src={paths.media(voice.mediaId, "375.webp")} alt="" width={375} height={375} className="voice-photo" />
            {voice.photoAlt}
          </a>
          {!voice.photoInForce && <span className="caption"> “使用照片”的同意已经收回，照片不展示。</span>}
        </p>
      )}
      {voice.refusal !== null && voice.refusal !== FORGOTTEN_WORDS && <p>没有采用的理由：{voice.refusal}</p>}
      {why !== undefined && voice.state !== "REFUSED" && <p className="caption">{why}</p>}
      {children}
    </div>
  );
}

function toneOf({ state, shown }: VoiceView): StatusTone {
  if (shown) return "done";
  return state === "WAITING" ? "waiting" : state === "REFUSED" ? "problem" : "neutral";
}
