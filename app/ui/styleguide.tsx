import type { ReactNode } from "react";
import { Breadcrumbs } from "./breadcrumbs";
import { Button, ButtonLink } from "./button";
import { EmptyState } from "./empty-state";
import { CheckboxField, ErrorSummary, Field, RadioGroup, SelectField, TextareaField } from "./form";
import { useLocale } from "./locale";
import { Money, MoneyCell } from "./money";
import { Notice } from "./notice";
import { Pagination } from "./pagination";
import { QueueBadge } from "./queue-badge";
import { Receipt, ReceiptLine } from "./receipt";
import { ResistPattern } from "./resist-pattern";
import { Seal } from "./seal";
import { SplitBar, type SplitPart } from "./split-bar";
import { StatusWord } from "./status-word";
import { SummaryList } from "./summary-list";
import { Cell, Table } from "./table";
import { Tiles } from "./tiles";
import { Timeline } from "./timeline";
import { VillagePlaque } from "./village-plaque";
import { Wordmark } from "./wordmark";

type Say = (chinese: string, english: string) => string;

const COLOURS = [
  ["--paper", ["纸白", "Paper"], ["页面", "page"]],
  ["--ink", ["墨", "Ink"], ["正文、价格", "text, prices"]],
  ["--indigo", ["靛", "Indigo"], ["标题线、主要按钮", "rules, main buttons"]],
  ["--persimmon", ["柿", "Persimmon"], ["只用于到户的钱", "only money that reaches households"]],
  ["--green", ["秧", "Rice green"], ["已完成", "done"]],
  ["--amber", ["琥珀", "Amber"], ["等待中", "waiting"]],
  ["--red", ["赤", "Red"], ["错误、不可撤销", "errors, what cannot be undone"]],
  ["--control", ["灰", "Grey"], ["输入框边线", "borders of fields"]],
] as const;

function partsIn(say: Say): readonly SplitPart[] {
  return [
    {
      key: "households",
      label: say("12 户农户", "12 households"),
      fen: 2_640,
      tone: "household",
      note: say("按入库斤两与等级分到每户", "by weight and grade of what each delivered"),
    },
    { key: "others", label: say("未登记供货人", "Unregistered suppliers"), fen: 210, tone: "others" },
    { key: "village", label: say("村集体", "Village"), fen: 0, tone: "village" },
    {
      key: "cooperative",
      label: say("合作社服务费", "Cooperative's charge"),
      fen: 318,
      tone: "cooperative",
      note: say("合作社社员大会议定，8%", "agreed by its members, 8 %"),
    },
    { key: "freight", label: say("运费", "Freight"), fen: 500, tone: "freight" },
    { key: "platform", label: say("平台", "Platform"), fen: 199, tone: "platform" },
    { key: "processing", label: say("支付手续", "Payment"), fen: 113, tone: "processing" },
  ];
}

/** Every piece of the kit on one page, in both languages; `plates` are the drawn pictures of produce. */
export function Styleguide({ plates, otherLanguageHref }: { plates: ReactNode; otherLanguageHref: string }) {
  const english = useLocale() === "en";
  const say: Say = (chinese, inEnglish) => (english ? inEnglish : chinese);
  const PARTS = partsIn(say);
  const ERRORS = {
    weight: [say("请填写净重，例如 23.5", "Enter the net weight, for example 23.5")],
    grade: [say("请选择等级", "Choose a grade")],
  };
  return (
    <main className="page shop-main stack-large">
      <div className="stack">
        <Breadcrumbs items={[{ label: say("首页", "Home"), href: "#" }, { label: say("样式手册", "Style guide") }]} />
        <h1>{say("样式手册", "Style guide")}</h1>
        <p className="lead">
          {say(
            "账本与靛染布。暖色只有一种意思：到户的钱。",
            "An account book and indigo cloth. The warm colour means one thing: money that reaches households.",
          )}
        </p>
        <p>
          <a href={otherLanguageHref}>{english ? <span lang="zh">中文</span> : "English"}</a>
        </p>
        <ResistPattern code="341021203202" height={48} />
      </div>
      <Part title={say("颜色", "Colours")}>
        <div className="thirds">
          {COLOURS.map(([token, name, use]) => (
            <div key={token} className="styleguide-swatch">
              <span style={{ background: `var(${token})` }} />
              <span>
                {say(name[0], name[1])} <span className="caption">{say(use[0], use[1])}</span>
              </span>
            </div>
          ))}
        </div>
      </Part>
      <Part title={say("一单钱怎么分", "How an order's money is split")}>
        <div className="two-columns">
          <SplitBar
            caption={say("猕猴桃 5 斤，¥39.80 的去处", "Where ¥39.80 for 2.5 kg of kiwifruit goes")}
            parts={PARTS}
          />
          <SplitBar compact parts={PARTS.filter((part) => part.fen !== 0)} />
        </div>
      </Part>
      <Part title={say("村牌、靛布、印", "Plaques, cloth, seals")}>
        <div className="cluster">
          <VillagePlaque name="双源村" below={say("3 种商品", "Shuangyuan")} href="#" />
          <VillagePlaque name="里坪村" size="small" />
          <Seal>{say("已核对", "checked")}</Seal>
          <Seal>{say("账实相符", "agrees")}</Seal>
          <Seal tone="problem">{say("未平", "open")}</Seal>
          <Wordmark />
        </div>
        <div className="thirds">
          {["341021203200", "341021203201", "341823101205", "511129105206", "420324205219", "431128109207"].map(
            (code) => (
              <ResistPattern key={code} code={code} height={56} />
            ),
          )}
        </div>
      </Part>
      <Part title={say("农产品图", "Plates of produce")}>
        <div className="thirds">{plates}</div>
      </Part>
      <Part title={say("状态", "States")}>
        <p className="cluster">
          <StatusWord tone="done">{say("已付", "paid")}</StatusWord>
          <StatusWord tone="waiting">{say("待确认", "pending")}</StatusWord>
          <StatusWord tone="problem">{say("退款失败", "refund failed")}</StatusWord>
          <StatusWord tone="neutral">{say("预计", "expected")}</StatusWord>
          {!english && (
            <>
              <QueueBadge count={0} />
              <QueueBadge count={3} href="#" />
            </>
          )}
        </p>
        <div className="halves">
          <Notice tone="done" title={say("已保存", "Saved")}>
            {say("入库单 RK-2026-0412，今日该户合计 47 斤。", "Slip RK-2026-0412, 23.5 kg of this household today.")}
          </Notice>
          <Notice tone="problem" title={say("没有保存", "Not saved")}>
            {say("批次已封存，不能再改。", "The lot is sealed and cannot be changed.")}
          </Notice>
          <Notice tone="waiting">{say("还有 3 条记录等待发送。", "3 records are waiting to be sent.")}</Notice>
          <Notice>{say("收货后 48 小时内可报坏果。", "Spoilt fruit can be reported for 48 hours.")}</Notice>
        </div>
      </Part>
      <Part title={say("数字", "Figures")}>
        <Tiles
          tiles={[
            { label: say("今日待收", "To receive today"), figure: 6, href: "#" },
            { label: say("待打包", "To pack"), figure: 12, href: "#" },
            { label: say("待结算", "To settle"), figure: <Money fen={318_420} /> },
            {
              label: say("本月到户", "To households this month"),
              figure: <Money fen={1_264_080} household />,
              household: true,
              href: "#",
            },
          ]}
        />
        <Table
          caption={say("十一月，按村", "November, by village")}
          note={say("单位：元", "in yuan")}
          small="cards"
          columns={[
            { key: "village", label: say("村", "Village"), sort: { href: "#", state: "ascending" } },
            { key: "households", label: say("参与户数", "Households"), align: "end", sort: { href: "#" } },
            { key: "sales", label: say("销售额", "Sales"), align: "end" },
            { key: "income", label: say("到户", "To households"), align: "end" },
            { key: "state", label: say("状态", "States") },
          ]}
          foot={
            <tr>
              <th scope="row">{say("合计", "Total")}</th>
              <Cell label={say("参与户数", "Households")} number>
                21
              </Cell>
              <MoneyCell label={say("销售额", "Sales")} fen={4_260_300} />
              <MoneyCell label={say("到户", "To households")} fen={2_714_770} household />
              <td />
            </tr>
          }
        >
          {(
            [
              [say("双源村", "Shuangyuan"), 12, 2_840_200, 1_822_640, "done", say("已付", "paid")],
              [say("昌溪村", "Changxi"), 9, 1_420_100, 892_130, "waiting", say("应付", "payable")],
            ] as const
          ).map(([village, households, sales, income, tone, word]) => (
            <tr key={village}>
              <th scope="row">
                <a href="#village">{village}</a>
              </th>
              <Cell label={say("参与户数", "Households")} number>
                {households}
              </Cell>
              <MoneyCell label={say("销售额", "Sales")} fen={sales} href="#sales" />
              <MoneyCell label={say("到户", "To households")} fen={income} household href="#income" />
              <Cell label={say("状态", "States")}>
                <StatusWord tone={tone}>{word}</StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
        <Pagination page={{ number: 3, size: 20, total: 231 }} href={(number) => `#${number}`} />
      </Part>
      <Part title={say("表单", "Forms")}>
        <div className="two-columns">
          <form className="form">
            <ErrorSummary errors={ERRORS} />
            <Field
              label={say("净重", "Net weight")}
              name="weight"
              width="short"
              inputMode="decimal"
              unit={say("斤", "jin")}
              hint={say("1 斤 = 500 克", "1 jin = 500 g")}
              error={ERRORS.weight}
            />
            <RadioGroup
              label={say("等级", "Grade")}
              name="grade"
              look="tiles"
              error={ERRORS.grade}
              choices={[
                { value: "A", label: say("一级", "First") },
                { value: "B", label: say("二级", "Second") },
                { value: "C", label: say("统货", "Mixed"), disabled: true },
              ]}
            />
            <SelectField
              label={say("品种", "Product")}
              name="product"
              placeholder={say("请选择", "Choose")}
              options={[
                { value: "1", label: say("猕猴桃", "Kiwifruit"), group: say("水果", "Fruit") },
                { value: "2", label: say("绿梅", "Green plums"), group: say("水果", "Fruit") },
                { value: "3", label: say("海椒", "Chilies"), group: say("蔬菜", "Vegetables") },
              ]}
            />
            <RadioGroup
              label={say("结算方式", "Settlement")}
              name="mode"
              defaultValue="CONSIGNED"
              choices={[
                {
                  value: "CONSIGNED",
                  label: say("代销", "Consigned"),
                  hint: say("卖出后按比例到户", "divided among households when sold"),
                },
                {
                  value: "BOUGHT_OUT",
                  label: say("买断", "Bought out"),
                  hint: say("入库即应付", "payable on delivery"),
                },
              ]}
            />
            <TextareaField label={say("备注", "Note")} name="note" optional />
            <CheckboxField
              label={say("已收到承诺达标合格证", "Conformity certificate received")}
              name="certificate"
              hint={say("没有的可以当场开具", "without one it is made out here")}
            />
            <div className="form-actions">
              <Button type="button">{say("保存并记下一户", "Save and record the next")}</Button>
              <ButtonLink tone="quiet" href="#">
                {say("返回", "Back")}
              </ButtonLink>
              <Button type="button" tone="danger">
                {say("作废", "Void")}
              </Button>
              <Button type="button" disabled>
                {say("已封存", "Sealed")}
              </Button>
            </div>
          </form>
          <div className="stack">
            <SummaryList
              items={[
                {
                  label: say("户号", "Household number"),
                  value: "341021203202-007",
                  action: { href: "#", text: say("更改", "Change"), about: say("户号", "Household number") },
                },
                { label: say("村民组", "Group"), value: say("第三组", "Third") },
                { label: say("本月到户", "To households this month"), value: <Money fen={124_050} household /> },
              ]}
            />
            <Receipt
              title={say("到户凭条", "Receipt")}
              number={say("订单 2026-1123-0417", "Order 2026-1123-0417")}
              foot={<p className="caption">{say("成交后按实际入账更新", "updated as posted")}</p>}
            >
              <ReceiptLine label={say("绿梅 5 斤 × 2", "Green plums 2.5 kg × 2")}>¥79.60</ReceiptLine>
              <ReceiptLine label={say("运费", "Freight")}>¥8.00</ReceiptLine>
              <ReceiptLine label={say("优惠", "Discount")}>−¥5.00</ReceiptLine>
              <ReceiptLine label={say("实付", "Paid")} total>
                ¥82.60
              </ReceiptLine>
              <ReceiptLine label={say("其中到户", "to households")} household>
                ¥52.80
              </ReceiptLine>
            </Receipt>
            <Timeline
              label={say("订单经过", "Progress of the order")}
              steps={[
                { title: say("已付款", "Paid"), time: "2026-11-20 09:30", state: "done" },
                {
                  title: say("已发货", "Shipped"),
                  time: "2026-11-21 16:05",
                  state: "done",
                  detail: say("中国邮政 EA123456789CN", "China Post EA123456789CN"),
                },
                { title: say("待收货", "On its way"), state: "current" },
                {
                  title: say("到户", "To households"),
                  state: "upcoming",
                  detail: say("确认收货 48 小时后", "48 hours after it arrived"),
                },
              ]}
            />
            <EmptyState
              title={say("还没有批次", "No lots yet")}
              action={<ButtonLink href="#">{say("从入库单建批次", "Make a lot")}</ButtonLink>}
            >
              {say(
                "入库后把同一天、同一等级的货合成一批，才能上架。",
                "Goods of one day and one grade become a lot before they are listed.",
              )}
            </EmptyState>
          </div>
        </div>
      </Part>
    </main>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const english = useLocale() === "en";
  return (
    <section className="stack">
      <div className="section-head">
        <h2>{title}</h2>
        <a href="#main">{english ? "Top" : "说明"}</a>
      </div>
      {children}
    </section>
  );
}
