import type { paths as allPaths } from "~/paths";
import type { FormReply } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { Money, MoneyCell } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";

import { shown } from "../cooperative/typed";
import type { BatchPageData } from "./batch-page.server";

/** Where one console has the pages of a batch. */
export type BatchPaths = Pick<typeof allPaths.coop, "batch" | "batchFile" | "batchAnswer" | "batchPayment">;

export const BATCH_TONES = { PREPARED: "waiting", APPROVED: "waiting", PAID: "done", CANCELLED: "neutral" } as const;
const PAYMENT_TONES = { PREPARED: "waiting", PAID: "done", FAILED: "problem", RETURNED: "problem" } as const;

/** A batch as its page shows it: sums, the two people, its file, and each payment with what the bank said. */
export function BatchView({
  data: { today, recorded, may, batch, payees },
  refused,
  paths,
  reviewer,
}: {
  data: Pick<BatchPageData, "today" | "recorded" | "may" | "batch" | "payees">;
  refused: FormReply | undefined;
  paths: BatchPaths;
  reviewer: string;
}) {
  return (
    <>
      <ErrorSummary errors={refused?.errors} title="没有登记" />
      {recorded !== null && (
        <Notice tone="done" live title="回单已读入">
          {recorded === 0 ? "这份回单以前读过，没有改动。" : `登记了 ${recorded} 笔结果。`}
        </Notice>
      )}
      <SummaryList
        items={[
          { label: "付款方", value: batch.payer },
          { label: "合计", value: <Money fen={batch.totalFen} household={batch.isHouseholds} /> },
          ...(batch.isHouseholds
            ? []
            : [{ label: "其中付给农户", value: <Money fen={batch.householdsFen} household /> }]),
          { label: "笔数", value: `${batch.payments} 笔` },
          { label: "计到", value: batch.cutoff },
          { label: "生成", value: batch.prepared },
          { label: "复核", value: batch.approved ?? "还没有复核" },
        ]}
      />
      {batch.state === "PREPARED" && !may.approve && (
        <Notice tone="waiting" title="等待复核">
          生成批次的人不能自己复核，请{reviewer}核对后批准。
        </Notice>
      )}
      {(may.approve || may.cancel) && (
        <div className="cluster">
          {may.approve && (
            <PostForm>
              <input type="hidden" name="intent" value="approve" />
              <Button>复核通过，交银行付款</Button>
            </PostForm>
          )}
          {may.cancel && (
            <PostForm>
              <input type="hidden" name="intent" value="cancel" />
              <Button tone="quiet">作废这个批次</Button>
            </PostForm>
          )}
        </div>
      )}
      {may.file && (
        <p className="cluster no-print">
          <ButtonLink href={paths.batchFile(batch.id)}>下载银行文件（Excel）</ButtonLink>
          <ButtonLink tone="quiet" href={paths.batchFile(batch.id, { as: "csv" })}>
            下载 CSV
          </ButtonLink>
          {may.record && <a href={paths.batchAnswer(batch.id)}>读入银行回单</a>}
        </p>
      )}
      <Table
        caption="付款明细"
        small="cards"
        columns={[
          { key: "name", label: "收款人" },
          { key: "amount", label: "金额", align: "end" },
          { key: "state", label: "状态" },
          { key: "voucher", label: "凭证" },
          ...(may.record ? [{ key: "record", label: "登记银行结果" }] : []),
        ]}
      >
        {payees.map((payee) => {
          const own = refused?.typed["disbursementId"] === payee.id ? refused : undefined;
          return (
            <tr key={payee.id}>
              <th scope="row">{payee.name}</th>
              <MoneyCell fen={payee.amountFen} household={payee.isHousehold} label="金额" />
              <Cell label="状态">
                <StatusWord tone={PAYMENT_TONES[payee.state]}>{payee.word}</StatusWord>
                {payee.reason !== null && <span className="caption"> {payee.reason}</span>}
              </Cell>
              <Cell label="凭证">
                <a href={paths.batchPayment(batch.id, payee.id)}>
                  {payee.voucher === null ? "这一笔" : `${payee.voucher}（${payee.paid ?? ""}）`}
                  <span className="visually-hidden">：{payee.name}</span>
                </a>
              </Cell>
              {may.record && (
                <Cell label="登记银行结果">
                  {payee.state === "PREPARED" && (
                    <details open={own !== undefined}>
                      <summary>登记</summary>
                      <PostForm className="form" noValidate>
                        <input type="hidden" name="intent" value="paid" />
                        <input type="hidden" name="disbursementId" value={payee.id} />
                        <Field
                          label="银行凭证号"
                          name="voucherNumber"
                          id={`voucher-${payee.id}`}
                          autoComplete="off"
                          defaultValue={shown(own, "voucherNumber")}
                          error={own?.errors["voucherNumber"]}
                        />
                        <Field
                          label="付款日期"
                          name="paidOn"
                          id={`paid-${payee.id}`}
                          type="date"
                          width="short"
                          max={today}
                          defaultValue={shown(own, "paidOn", today)}
                          error={own?.errors["paidOn"]}
                        />
                        <div className="form-actions">
                          <Button>已付</Button>
                        </div>
                      </PostForm>
                      <PostForm className="form" noValidate>
                        <input type="hidden" name="intent" value="failed" />
                        <input type="hidden" name="disbursementId" value={payee.id} />
                        <Field
                          label="没付成的原因"
                          name="reason"
                          id={`reason-${payee.id}`}
                          defaultValue={shown(own, "reason")}
                          error={own?.errors["reason"]}
                        />
                        <div className="form-actions">
                          <Button tone="quiet">付款失败</Button>
                        </div>
                      </PostForm>
                    </details>
                  )}
                </Cell>
              )}
            </tr>
          );
        })}
      </Table>
    </>
  );
}
