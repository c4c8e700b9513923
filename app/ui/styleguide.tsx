import type { ReactNode } from "react";
import { Breadcrumbs } from "./breadcrumbs";
import { Button, ButtonLink } from "./button";
import { EmptyState } from "./empty-state";
import { CheckboxField, ErrorSummary, Field, RadioGroup, SelectField, TextareaField } from "./form";
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

const COLOURS = [
  ["--paper", "纸白", "页面"],
  ["--ink", "墨", "正文、价格"],
  ["--indigo", "靛", "标题线、主要按钮"],
  ["--persimmon", "柿", "只用于到户的钱"],
  ["--green", "秧", "已完成"],
  ["--amber", "琥珀", "等待中"],
  ["--red", "赤", "错误、不可撤销"],
  ["--control", "灰", "输入框边线"],
] as const;

const PARTS: readonly SplitPart[] = [
  { key: "households", label: "12 户农户", fen: 2_640, tone: "household", note: "按入库斤两与等级分到每户" },
  { key: "others", label: "未登记供货人", fen: 210, tone: "others" },
  { key: "village", label: "村集体", fen: 0, tone: "village" },
  { key: "cooperative", label: "合作社服务费", fen: 318, tone: "cooperative", note: "合作社社员大会议定，8%" },
  { key: "freight", label: "运费", fen: 500, tone: "freight" },
  { key: "platform", label: "平台", fen: 199, tone: "platform" },
  { key: "processing", label: "支付手续", fen: 113, tone: "processing" },
];

const ERRORS = { weight: ["请填写净重，例如 23.5"], grade: ["请选择等级"] };

/** Every piece of the kit on one page. */
export function Styleguide() {
  return (
    <main className="page shop-main stack-large">
      <div className="stack">
        <Breadcrumbs items={[{ label: "首页", href: "#" }, { label: "样式手册" }]} />
        <h1>样式手册</h1>
        <p className="lead">账本与靛染布。暖色只有一种意思：到户的钱。</p>
        <ResistPattern code="341021203202" height={48} />
      </div>
      <Part title="颜色">
        <div className="thirds">
          {COLOURS.map(([token, name, use]) => (
            <div key={token} className="styleguide-swatch">
              <span style={{ background: `var(${token})` }} />
              <span>
                {name} <span className="caption">{use}</span>
              </span>
            </div>
          ))}
        </div>
      </Part>
      <Part title="一单钱怎么分">
        <div className="two-columns">
          <SplitBar caption="猕猴桃 5 斤，¥39.80 的去处" parts={PARTS} />
          <SplitBar compact parts={PARTS.filter((part) => part.fen !== 0)} />
        </div>
      </Part>
      <Part title="村牌、靛布、印">
        <div className="cluster">
          <VillagePlaque name="双源村" otherName="Shuangyuan" href="#" />
          <VillagePlaque name="里坪村" size="small" />
          <Seal>已核对</Seal>
          <Seal>账实相符</Seal>
          <Seal tone="problem">未平</Seal>
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
      <Part title="状态">
        <p className="cluster">
          <StatusWord tone="done">已付</StatusWord>
          <StatusWord tone="waiting">待确认</StatusWord>
          <StatusWord tone="problem">退款失败</StatusWord>
          <StatusWord tone="neutral">预计</StatusWord>
          <QueueBadge count={0} />
          <QueueBadge count={3} href="#" />
        </p>
        <div className="halves">
          <Notice tone="done" title="已保存">
            入库单 RK-2026-0412，今日该户合计 47 斤。
          </Notice>
          <Notice tone="problem" title="没有保存">
            批次已封存，不能再改。
          </Notice>
          <Notice tone="waiting">还有 3 条记录等待发送。</Notice>
          <Notice>收货后 48 小时内可报坏果。</Notice>
        </div>
      </Part>
      <Part title="数字">
        <Tiles
          tiles={[
            { label: "今日待收", figure: 6, href: "#" },
            { label: "待打包", figure: 12, href: "#" },
            { label: "待结算", figure: <Money fen={318_420} /> },
            { label: "本月到户", figure: <Money fen={1_264_080} household />, household: true, href: "#" },
          ]}
        />
        <Table
          caption="十一月，按村"
          note="单位：元"
          small="cards"
          columns={[
            { key: "village", label: "村", sort: { href: "#", state: "ascending" } },
            { key: "households", label: "参与户数", align: "end", sort: { href: "#" } },
            { key: "sales", label: "销售额", align: "end" },
            { key: "income", label: "到户", align: "end" },
            { key: "state", label: "状态" },
          ]}
          foot={
            <tr>
              <th scope="row">合计</th>
              <Cell label="参与户数" number>
                21
              </Cell>
              <MoneyCell label="销售额" fen={4_260_300} />
              <MoneyCell label="到户" fen={2_714_770} household />
              <td />
            </tr>
          }
        >
          {(
            [
              ["双源村", 12, 2_840_200, 1_822_640, "done", "已付"],
              ["昌溪村", 9, 1_420_100, 892_130, "waiting", "应付"],
            ] as const
          ).map(([village, households, sales, income, tone, word]) => (
            <tr key={village}>
              <th scope="row">
                <a href="#village">{village}</a>
              </th>
              <Cell label="参与户数" number>
                {households}
              </Cell>
              <MoneyCell label="销售额" fen={sales} href="#sales" />
              <MoneyCell label="到户" fen={income} household href="#income" />
              <Cell label="状态">
                <StatusWord tone={tone}>{word}</StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
        <Pagination page={{ number: 3, size: 20, total: 231 }} href={(number) => `#${number}`} />
      </Part>
      <Part title="表单">
        <div className="two-columns">
          <form className="form">
            <ErrorSummary errors={ERRORS} />
            <Field
              label="净重"
              name="weight"
              width="short"
              inputMode="decimal"
              unit="斤"
              hint="1 斤 = 500 克"
              error={ERRORS.weight}
            />
            <RadioGroup
              label="等级"
              name="grade"
              look="tiles"
              error={ERRORS.grade}
              choices={[
                { value: "A", label: "一级" },
                { value: "B", label: "二级" },
                { value: "C", label: "统货", disabled: true },
              ]}
            />
            <SelectField
              label="品种"
              name="product"
              placeholder="请选择"
              options={[
                { value: "1", label: "猕猴桃", group: "水果" },
                { value: "2", label: "绿梅", group: "水果" },
                { value: "3", label: "海椒", group: "蔬菜" },
              ]}
            />
            <RadioGroup
              label="结算方式"
              name="mode"
              defaultValue="CONSIGNED"
              choices={[
                { value: "CONSIGNED", label: "代销", hint: "卖出后按比例到户" },
                { value: "BOUGHT_OUT", label: "买断", hint: "入库即应付" },
              ]}
            />
            <TextareaField label="备注" name="note" optional />
            <CheckboxField label="已收到承诺达标合格证" name="certificate" hint="没有的可以当场开具" />
            <div className="form-actions">
              <Button type="button">保存并记下一户</Button>
              <ButtonLink tone="quiet" href="#">
                返回
              </ButtonLink>
              <Button type="button" tone="danger">
                作废
              </Button>
              <Button type="button" disabled>
                已封存
              </Button>
            </div>
          </form>
          <div className="stack">
            <SummaryList
              items={[
                { label: "户号", value: "341021203202-007", action: { href: "#", text: "更改", about: "户号" } },
                { label: "村民组", value: "第三组" },
                { label: "本月到户", value: <Money fen={124_050} household /> },
              ]}
            />
            <Receipt
              title="到户凭条"
              number="订单 2026-1123-0417"
              foot={<p className="caption">成交后按实际入账更新</p>}
            >
              <ReceiptLine label="绿梅 5 斤 × 2">¥79.60</ReceiptLine>
              <ReceiptLine label="运费">¥8.00</ReceiptLine>
              <ReceiptLine label="优惠">−¥5.00</ReceiptLine>
              <ReceiptLine label="实付" total>
                ¥82.60
              </ReceiptLine>
              <ReceiptLine label="其中到户" household>
                ¥52.80
              </ReceiptLine>
            </Receipt>
            <Timeline
              label="订单经过"
              steps={[
                { title: "已付款", time: "2026-11-20 09:30", state: "done" },
                { title: "已发货", time: "2026-11-21 16:05", state: "done", detail: "中国邮政 EA123456789CN" },
                { title: "待收货", state: "current" },
                { title: "到户", state: "upcoming", detail: "确认收货 48 小时后" },
              ]}
            />
            <EmptyState title="还没有批次" action={<ButtonLink href="#">从入库单建批次</ButtonLink>}>
              入库后把同一天、同一等级的货合成一批，才能上架。
            </EmptyState>
          </div>
        </div>
      </Part>
    </main>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="stack">
      <div className="section-head">
        <h2>{title}</h2>
        <a href="#main">说明</a>
      </div>
      {children}
    </section>
  );
}
