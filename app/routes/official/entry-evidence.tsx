import { PHOTO_TYPES } from "~/media/photo-types";
import { paths } from "~/paths";
import { Field, SelectField, type Option } from "~/ui/form";
import type { FormErrors } from "~/ui/form-errors";

// What an entry beside the ledger rests on: as it is shown, and as it is asked for.

/** 依据, 凭据 and the paper's photo, if there is one. */
export function EntryEvidence({
  entry,
}: {
  entry: { readonly basis: string; readonly evidence: string; readonly evidenceMediaId: string | null };
}) {
  return (
    <>
      依据：{entry.basis}。凭据：{entry.evidence}
      {entry.evidenceMediaId !== null && (
        <>
          {" "}
          <a href={paths.media(entry.evidenceMediaId, "1125.webp")}>凭据照片</a>
        </>
      )}
    </>
  );
}

/** The fields for it, and which of the approved entries is corrected, if one is. */
export function EvidenceFields({
  hints,
  approved,
  typed,
  errors,
}: {
  hints: { readonly basis: string; readonly evidence: string };
  approved: readonly Option[];
  typed: (name: string) => string | undefined;
  errors: FormErrors | undefined;
}) {
  return (
    <>
      <Field
        label="怎样算出来的"
        name="basis"
        required
        hint={hints.basis}
        defaultValue={typed("basis")}
        error={errors?.["basis"]}
      />
      <Field
        label="凭据"
        name="evidence"
        required
        hint={hints.evidence}
        defaultValue={typed("evidence")}
        error={errors?.["evidence"]}
      />
      <Field label="凭据照片" name="photo" type="file" accept={PHOTO_TYPES} optional error={errors?.["photo"]} />
      <SelectField
        label="更正哪一条"
        name="correctsId"
        optional
        placeholder="不是更正"
        options={approved}
        defaultValue={typed("correctsId")}
        error={errors?.["correctsId"]}
      />
    </>
  );
}
