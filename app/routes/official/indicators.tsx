import { Fragment } from "react";

/** What each figure of the desk means, once: drawn in full at the foot of a page, and linked from beside the figure. */
const INDICATORS = {
  paid: {
    label: "到户收入（已付）",
    means: "已由银行付到农户并有凭证的金额，减去银行退回的；按付款所在月份。",
  },
  accrued: {
    label: "应计收入",
    means: "买家确认收货、售后期满后归农户的货款，以及买断入库款、务工、分红、租金等；退款按月冲减。含尚未付款的。",
  },
  earning: { label: "有收入的户", means: "本期应计或已付不为 0 的户；分母为登记户。" },
  median: {
    label: "户中位数、平均",
    means: "只算本期有到户收入的户：一半的户不低于中位数；平均 = 到户收入合计 ÷ 这些户。",
  },
  selling: { label: "有货卖出的户", means: "本期带动销售额大于 0 的户。" },
  stable: {
    label: "有稳定增收项的户",
    means: "本期应计或已核定申报中，有归类表标为“稳定”的收入的户；分母为登记户。",
  },
  above: {
    label: "监测线以上的户",
    means:
      "（已付 − 生产费用 + 已核定申报）÷ 期末在册人口，不低于本地当年监测线；线是全年的数，不满一年的期间只作参考。户的收入页按结账时冻结的人口，个别户可能与此不同。",
  },
  declared: {
    label: "申报收入（已核定）",
    means: "平台以外的收入，凭据齐全、由申报人以外的人核定后计入，减去生产费用；单列，从不改动平台入账。",
  },
  attributed: {
    label: "带动销售额",
    means: "农户供的货在平台售出的金额，按批次构成归属。说明带动面，不是收入，不与收入相加。",
  },
  pending: { label: "待确认", means: "买家已付款、尚未确认归农户的货款，截至现在，不分月份。" },
  change: { label: "较上年同期", means: "与上一年相同月份的到户收入（已付）相比；上年为 0 时不算比率。" },
  alerts: { label: "未销号预警", means: "规则找出、还没有销号的预警，按现在计，不分月份；合计含记在本级名下的。" },
  cards: {
    label: "户卡资料不全",
    means: "在册农户中缺联系电话、缺收款账号或没有登记成员的户，按现在计，不分月份；已并户、已注销的不计。",
  },
  report: { label: "最近报告", means: "本级最近一次上报的月、季、半年或年度报告，及其进度。" },
  claims: {
    label: "带动户数核对",
    means: "申报 = 合作社自报的带动户数，不分地区；社员 = 本地区现有社员户；实付 = 本期在本地区确有付款凭证的户。",
  },
  errors: {
    label: "错退率、漏贫率、错评率",
    means:
      "退出后又返贫或回退的户 ÷ 退出户；补录户 ÷（新识别 + 补录）户；清退户 ÷（新识别 + 补录）户，按状态变动累计。",
  },
  collective: {
    label: "村集体收入",
    means:
      "村级分成（每笔货款按分账规则归村集体的部分）与集体经营（村集体自己在平台卖货所得），确认收货后计入，退款冲减；不减成本。",
  },
  excluded: { label: "不计收入", means: "捐赠、慰问、借款本金等按口径不计收入，单独列示。" },
} as const satisfies Record<string, { label: string; means: string }>;

export type Indicator = keyof typeof INDICATORS;

const idOf = (indicator: Indicator) => `kj-${indicator}`;

/** 口径: leads from a figure to what it means, on the same page. */
export function Means({ of }: { of: Indicator }) {
  return (
    <a className="means" href={`#${idOf(of)}`} aria-label={`${INDICATORS[of].label}的口径`}>
      口径
    </a>
  );
}

export function Indicators({ of }: { of: readonly Indicator[] }) {
  return (
    <section className="stack">
      <div className="section-head">
        <h2>指标口径</h2>
      </div>
      <dl className="definitions">
        {of.map((indicator) => (
          <Fragment key={indicator}>
            <dt id={idOf(indicator)}>{INDICATORS[indicator].label}</dt>
            <dd>{INDICATORS[indicator].means}</dd>
          </Fragment>
        ))}
      </dl>
      {of.includes("paid") && <p className="caption">合计、同级、下级都由同一份逐户逐月记录相加。</p>}
    </section>
  );
}
