import { Button } from "~/ui/button";
import { Field } from "~/ui/form";
import { PostForm } from "~/ui/post-form";

/** Under an entry of a list, for whoever may decide on it: 核定 or 退回, with what they have to say. */
export function DecideForm({ action, subject }: { action: string; subject: { name: string; id: string } }) {
  return (
    <PostForm action={action} className="cluster no-print">
      <input type="hidden" name={subject.name} value={subject.id} />
      <Field label="意见" name="note" id={`note-${subject.id}`} optional hint="退回时必填" />
      <Button name="intent" value="approve">
        核定
      </Button>
      <Button name="intent" value="reject" tone="quiet">
        退回
      </Button>
    </PostForm>
  );
}
