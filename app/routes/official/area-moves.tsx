import { paths } from "~/paths";
import type { AreaMoves as Moves } from "~/regions/area-store.server";
import { Button } from "~/ui/button";
import { SelectField, type FormErrors } from "~/ui/form";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";

/** Where a village went, and which came into it: what was closed of them stays under their own codes. */
export function AreaMoves({ moves }: { moves: Moves }) {
  return (
    <>
      {moves.into !== null && (
        <Notice title={`${moves.endedOn ?? ""} 并入${moves.into.name}`}>
          现在的户和账在<a href={paths.gov.area(moves.into.code)}>{moves.into.name}</a>
          ；本村已结账的月份、公布的报告和公示仍在<a href={paths.gov.closes()}>月度结账</a>，编号不变。
        </Notice>
      )}
      {moves.from.length > 0 && (
        <p className="quiet">
          包含已并入的
          {moves.from.map((village) => (
            <a key={village.code} href={paths.gov.area(village.code)}>
              {village.name}（{village.code}）
            </a>
          ))}
          。
        </p>
      )}
    </>
  );
}

export function MoveVillageForm({
  code,
  villages,
  errors,
  typed,
}: {
  code: string;
  villages: readonly { value: string; label: string }[];
  errors: FormErrors | undefined;
  typed: Readonly<Record<string, string>> | undefined;
}) {
  return (
    <details className="no-print" open={errors !== undefined}>
      <summary>撤并到别的村</summary>
      <PostForm className="form" action={paths.gov.area(code)} noValidate>
        <SelectField
          label="并入"
          name="into"
          required
          placeholder="请选择"
          hint="本村代码到今天为止，户转到并入的村；已结账的月份仍在本村名下。不能撤回。"
          options={[...villages]}
          defaultValue={typed?.["into"]}
          error={errors?.["into"]}
        />
        <div className="form-actions">
          <Button tone="danger">撤并</Button>
        </div>
      </PostForm>
    </details>
  );
}
