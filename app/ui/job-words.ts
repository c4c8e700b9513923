/** What the worker does by the clock, as operators read it. */
const JOB_WORDS = {
  "expire-stale-payments": "关闭过期未付的订单",
  "seal-journals": "封存新账",
  "seal-left-behind": "补封漏下的账",
  "apply-parked-events": "重试搁置的支付通知",
  "forget-shop-changes": "清理商品变动记录",
  "retry-refunds": "重发未成的退款",
  "confirm-overdue-deliveries": "到期自动确认收货",
  "lapse-claims": "关闭逾期未寄回的售后",
  "release-due-shipments": "售后期满的货款转为应付",
  "assign-preorders": "预售到货分配",
  "refund-late-preorders": "预售逾期退款",
  "note-disputes": "争议立为问题",
  "index-buyers": "补买家的盲索引",
  "raise-alerts": "运行预警规则",
  "count-invariants": "核对账目规则",
  "check-household-months": "核对各户各月收入",
  "rebuild-search": "重建搜索索引",
  "forget-expired-sessions": "清理过期登录",
  "fill-blind-indexes": "补农户的盲索引",
  "watch-papers": "提醒到期的证照",
  "forget-sheets": "清理导入的表格",
  "forget-exports": "清理导出文件",
  "tell-paid-out": "通知顾客钱已到户",
  "forget-shopper-codes": "清理顾客验证码",
  "forget-unconfirmed-watches": "清理未确认的到货提醒",
  "forget-closed-buyers": "清理注销顾客的资料",
  "forget-voices": "清理撤下的户里的话",
  "forget-household-codes": "清理农户验证码",
  "forget-messages": "清理已发消息",
  "forget-sent-forms": "清理已交的表单",
  "forget-handled-outbox": "清理已处理的队列",
} as const;

export type JobName = keyof typeof JOB_WORDS;

/** A job's name in words; one that an earlier version ran keeps the name it was written with. */
export function jobWords(name: string): string {
  return (JOB_WORDS as Readonly<Record<string, string>>)[name] ?? name;
}
