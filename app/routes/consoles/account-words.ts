import { partyOf } from "~/benefits/accounts";

const PARTY_WORDS = {
  HOUSEHOLD: "农户",
  COOPERATIVE: "合作社",
  OTHERS: "合作社（未登记供货人）",
  VILLAGE: "村集体",
  SERVICE_POINT: "服务点",
  FREIGHT: "承运方",
} as const;

/** A ledger account in words, without its id: "农户，待确认". */
export function accountWords(account: string): string {
  if (account === "stripe") return "支付机构";
  if (account === "platform:fees") return "平台服务费";
  if (account === "platform:processing") return "支付手续费";
  if (account === "bank:platform") return "平台银行账户";
  if (account === "funds:platform") return "平台自有资金";
  if (account.startsWith("bank:cooperative:")) return "合作社银行账户";
  if (account.startsWith("funds:cooperative:")) return "合作社自有资金";
  if (account.startsWith("funds:freight:")) return "承运方自有资金";
  if (account.startsWith("order:")) return "订单清算";
  if (account.startsWith("refund:")) return "待退给顾客";
  const party = partyOf(account);
  if (!party) return account;
  const stage = account.endsWith(":pending") ? "，待确认" : account.endsWith(":payable") ? "，应付" : "，风险金";
  return PARTY_WORDS[party.kind] + stage;
}
