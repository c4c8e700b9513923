import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";

type Refused = {
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly problems: readonly { readonly row: number; readonly words: string }[];
};

/** Reads the bank's file in; what did not fit stands above the form, row by row. */
export function BankAnswerView({ refused }: { refused: Refused | undefined }) {
  const problems = refused?.problems ?? [];
  return (
    <>
      <ErrorSummary errors={refused?.errors} title="没有登记" />
      {problems.length > 0 && (
        <Table
          caption="对不上的行"
          small="cards"
          columns={[
            { key: "row", label: "第几行", align: "end" },
            { key: "words", label: "哪里不对" },
          ]}
        >
          {problems.slice(0, 200).map((problem, index) => (
            <tr key={index}>
              <th scope="row">第 {problem.row} 行</th>
              <Cell label="哪里不对">{problem.words}</Cell>
            </tr>
          ))}
        </Table>
      )}
      <p>
        把下载的银行文件交银行付款，银行填好处理结果、凭证号、付款日期（失败的填原因）以后，在这里读入。
        按业务编号核对，收款人和金额也要一致；有一行对不上，就一行也不登记。同一份文件读两次没有影响。
      </p>
      <PostForm encType="multipart/form-data" className="form">
        <Field
          label="银行回单文件"
          name="file"
          type="file"
          accept=".xlsx,.csv"
          hint="Excel（.xlsx）或 CSV"
          error={refused?.errors["file"]}
        />
        <div className="form-actions">
          <Button>读入并登记</Button>
        </div>
      </PostForm>
    </>
  );
}
