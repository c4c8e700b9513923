/** What stands in the access log, in words. What is not here is shown as it was written. */
const ACTION_WORDS: Readonly<Record<string, string>> = {
  "session:open": "登录",
  "session:password": "密码验证通过，待两步验证",
  "password:change": "更改密码",
  "second-factor:on": "启用两步验证",
  "second-factor:off": "关闭两步验证",
  "second-factor:reset": "重置他人两步验证",
  "user:create": "新建账号",
  "user:disable": "停用账号",
  "user:enable": "恢复账号",
  "grant:give": "授权",
  "grant:take": "收回授权",
  "household:register": "登记建档",
  "household:open-card": "打开户卡",
  "household:open-income": "打开收入",
  "household:open-entry": "打开收入明细",
  "household:reveal": "查看完整姓名与号码",
  "household:export": "导出农户名单",
  "household:status": "登记状态变动",
  "household:profile": "保存生产生活条件",
  "household:visit": "登记走访",
  "household:plan": "写一户一策",
  "household:print": "打印户卡",
  "declared:propose": "申报收入",
  "declared:approve": "核定申报收入",
  "declared:reject": "退回申报收入",
  "status:propose": "提出状态变动",
  "status:review": "审核状态变动",
  "status:approve": "审定状态变动",
  "status:refuse": "不予通过状态变动",
  "household:assign": "指定帮扶责任人",
  "household:member-in": "增加家庭成员",
  "household:member-out": "减少家庭成员",
  "consent:give": "登记同意",
  "consent:confirm": "同意二次确认",
  "consent:withdraw": "撤回同意",
  "cooperative:recommended": "记录县级推荐",
  "cooperative:approved": "通过合作社",
  "cooperative:suspended": "暂停合作社",
  "cooperative:apply": "合作社申请",
  "membership:join": "登记社员",
  "membership:leave": "社员退出",
  "service-point:open": "设立服务点",
  "split-rule:propose": "提出分账规则",
  "split-rule:approve": "批准分账规则",
  "split-rule:reject": "退回分账规则",
  "fee-schedule:propose": "提出平台费率",
  "fee-schedule:approve": "批准平台费率",
  "fee-schedule:reject": "退回平台费率",
  "webhook:replay": "重放支付通知",
  "refund:request": "申请退款",
  "refund:resend": "重发退款",
};

const SUBJECT_WORDS: Readonly<Record<string, string>> = {
  user: "账号",
  household: "农户",
  area: "区域",
  cooperative: "合作社",
  "split-rule": "分账规则",
  "fee-schedule": "平台费率",
  "stripe-event": "支付通知",
  refund: "退款",
};

export function actionWords(action: string): string {
  return ACTION_WORDS[action] ?? action;
}

export function subjectWords(kind: string): string {
  return SUBJECT_WORDS[kind] ?? kind;
}
