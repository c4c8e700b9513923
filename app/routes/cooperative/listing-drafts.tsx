import type { KeptDraft } from "~/catalog/listing-draft-store.server";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";

export type ShownDraft = { readonly fields: Readonly<Record<string, string>>; readonly savedAt: string } | null;

export function shownDraft(draft: KeptDraft | undefined): ShownDraft {
  return draft ? { fields: draft.fields, savedAt: minuteOf(draft.savedAt) } : null;
}

/** What the fields show when nothing was refused: the draft, if there is one. */
export function typedBefore(refused: unknown, draft: ShownDraft) {
  return draft && !refused ? { errors: {}, typed: draft.fields } : undefined;
}

/** Says that what the form shows was typed before and is not saved yet, and how to be rid of it. */
export function DraftNotice({ draft, discard }: { draft: ShownDraft; discard: Readonly<Record<string, string>> }) {
  if (!draft) return null;
  return (
    <Notice tone="waiting" title={`下面是 ${draft.savedAt} 存下的草稿，还没有正式保存`}>
      <PostForm action={paths.coop.keepListingDraft()}>
        {Object.entries(discard).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button tone="quiet" name="intent" value="discard">
          放弃草稿
        </Button>
      </PostForm>
    </Notice>
  );
}

/** The form's buttons. The second is for browsers without scripts; with them a draft keeps itself, and the line below says when. */
export function DraftActions({ save }: { save: string }) {
  return (
    <>
      <div className="form-actions">
        <Button size="large" name="intent" value="save">
          {save}
        </Button>
        <Button tone="quiet" name="intent" value="keep" formAction={paths.coop.keepListingDraft()} data-keep="">
          先存草稿
        </Button>
      </div>
      <p className="quiet" role="status" data-draft-state="" />
    </>
  );
}
