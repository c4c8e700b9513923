import type { FormReply } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { Money, MoneyCell } from "~/ui/money";
import { PostForm } from "~/ui/post-form";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { Table } from "~/ui/table";
import { shown } from "../cooperative/typed";
import type { paymentPageData } from "./payment-page.server";

/** The voucher as it is printed and signed, with what it pays for. */
export function PaymentView({
  data: { batch, payer, payee, isHousehold, amountFen, word, voucher, paid, reason, mayReturn, items },
  refused,
}: {
  data: Awaited<ReturnType<typeof paymentPageData>>;
  refused: FormReply | undefined;
}) {
  return (
    <>
      <ErrorSummary errors={refused?.errors} title="没有登记" />
      <Receipt title={voucher ?? "还没有凭证号"} number={`付款批次 ${batch.number}`}>
        <ReceiptLine label="收款人">{payee}</ReceiptLine>
        <ReceiptLine label="付款人">{payer}</ReceiptLine>
        <ReceiptLine label="付款日期">{paid ?? "—"}</ReceiptLine>
        <ReceiptLine label="状态">{word}</ReceiptLine>
        {reason !== null && <ReceiptLine label="原因">{reason}</ReceiptLine>}
        <ReceiptLine label="制单">{batch.preparedBy ?? "系统"}</ReceiptLine>
        <ReceiptLine label="复核">{batch.approvedBy ?? "—"}</ReceiptLine>
        <ReceiptLine label="金额" total household={isHousehold}>
          <Money fen={amountFen} household={isHousehold} />
        </ReceiptLine>
      </Receipt>
      {items.length > 0 && (
        <Table
          caption="这笔款包括"
          columns={[
            { key: "about", label: "来源" },
            { key: "number", label: "单号" },
            { key: "amount", label: "金额", align: "end" },
          ]}
        >
          {items.map((item) => (
            <tr key={`${item.number} ${item.about}`}>
              <th scope="row">{item.about}</th>
              <td>{item.number}</td>
              <MoneyCell fen={item.amountFen} household={isHousehold} label="金额" />
            </tr>
          ))}
        </Table>
      )}
      <p className="no-print quiet">用浏览器的“打印”打印凭证，菜单不会印上去。收款人在纸上签字后存档。</p>
      {mayReturn && (
        <details className="no-print" open={refused !== undefined}>
          <summary>银行后来退回了这笔款</summary>
          <PostForm className="form" noValidate>
            <Field
              label="退回原因"
              name="reason"
              hint="例如“账户已销户”。登记后这笔款重新成为应付，凭证留在账上。"
              defaultValue={shown(refused, "reason")}
              error={refused?.errors["reason"]}
            />
            <div className="form-actions">
              <Button tone="danger">登记银行退回</Button>
            </div>
          </PostForm>
        </details>
      )}
    </>
  );
}
