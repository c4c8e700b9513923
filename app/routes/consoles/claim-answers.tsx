import type { FormReply } from "~/platform/form.server";
import { formatYuan } from "~/kernel/money";
import { Button } from "~/ui/button";
import { Field, RadioGroup, TextareaField, type Choice } from "~/ui/form";
import { PostForm } from "~/ui/post-form";
import type { ShownClaim } from "./claim-view.server";

type Refused = FormReply | undefined;

/** Only the form that was refused shows what was typed into it. */
function own(refused: Refused, move: string): Refused {
  return refused?.typed["move"] === move ? refused : undefined;
}

/** Money back: how much, why, and with it who bears what is gone. */
export function AcceptForm({
  claim,
  move,
  button,
  reasons,
  bearers,
  chosen,
  takesBack = false,
  refused: given,
}: {
  claim: Pick<ShownClaim, "shareFen" | "remainingFen" | "quantity">;
  move: string;
  button: string;
  reasons: readonly Choice[];
  /** the operator may say otherwise */
  bearers?: readonly Choice[];
  chosen?: string;
  /** the goods are here: those that are sound can be sold again */
  takesBack?: boolean;
  refused: Refused;
}) {
  const refused = own(given, move);
  return (
    <PostForm className="form" noValidate>
      <input type="hidden" name="move" value={move} />
      <Field
        label="退多少"
        id={`${move}-amount`}
        name="amount"
        before="¥"
        width="short"
        inputMode="decimal"
        autoComplete="off"
        hint={`按份数是 ${formatYuan(claim.shareFen)} 元，可以改；这一行最多还能退 ${formatYuan(claim.remainingFen)} 元`}
        defaultValue={refused?.typed["amount"] ?? formatYuan(claim.shareFen)}
        error={refused?.errors["amount"]}
      />
      <RadioGroup
        label="原因"
        name="reason"
        choices={reasons}
        defaultValue={refused?.typed["reason"] ?? chosen}
        error={refused?.errors["reason"]}
      />
      {takesBack && (
        <Field
          label="完好、放回库存"
          name="packsToStock"
          unit="份"
          width="short"
          inputMode="numeric"
          autoComplete="off"
          hint={`寄回来的 ${claim.quantity}里还能再卖的，回到原来的批次；坏了的不算`}
          defaultValue={refused?.typed["packsToStock"] ?? "0"}
          error={refused?.errors["packsToStock"]}
        />
      )}
      {bearers && (
        <RadioGroup
          label="收不回的由谁承担"
          name="bearer"
          choices={bearers}
          defaultValue={refused?.typed["bearer"] ?? ""}
          error={refused?.errors["bearer"]}
        />
      )}
      <Words move={move} label="对顾客说的话" optional refused={refused} />
      <div className="form-actions">
        <Button>{button}</Button>
      </div>
    </PostForm>
  );
}

export function ReturnForm({
  move,
  address,
  button,
  refused: given,
}: {
  move: string;
  address: string;
  button: string;
  refused: Refused;
}) {
  const refused = own(given, move);
  return (
    <PostForm className="form" noValidate>
      <input type="hidden" name="move" value={move} />
      <TextareaField
        label="寄回地址"
        id={`${move}-returnAddress`}
        name="returnAddress"
        rows={2}
        hint="收件人、电话、地址；顾客能看到。"
        defaultValue={refused?.typed["returnAddress"] ?? address}
        error={refused?.errors["returnAddress"]}
      />
      <Words move={move} label="对顾客说的话" optional refused={refused} />
      <div className="form-actions">
        <Button tone="quiet">{button}</Button>
      </div>
    </PostForm>
  );
}

export function RefuseForm({ move, button, refused: given }: { move: string; button: string; refused: Refused }) {
  const refused = own(given, move);
  return (
    <PostForm className="form" noValidate>
      <input type="hidden" name="move" value={move} />
      <Words move={move} label="不同意的理由" refused={refused} />
      <div className="form-actions">
        <Button tone="danger">{button}</Button>
      </div>
    </PostForm>
  );
}

function Words({
  move,
  label,
  optional,
  refused,
}: {
  move: string;
  label: string;
  optional?: boolean;
  refused: Refused;
}) {
  return (
    <TextareaField
      label={label}
      id={`${move}-words`}
      name="words"
      rows={2}
      {...(optional ? { optional } : {})}
      defaultValue={refused?.typed["words"]}
      error={refused?.errors["words"]}
    />
  );
}
