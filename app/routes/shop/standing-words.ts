import { KEEP_ENDED_VOICES_DAYS } from "~/households/voice";
import { KEEP_ORDERS_YEARS } from "~/orders/keep-orders";
import { KEEP_MESSAGES_DAYS } from "~/platform/keep-messages";
import type { Locale } from "~/ui/locale";

/** What stands in the shop and changes rarely: how institutions buy, what is kept of whom, who can use it, what programs may read. */
type Standing = {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly { readonly heading: string; readonly items: readonly string[] }[];
};
type Words = Readonly<Record<"institutions" | "accessibility" | "privacy" | "api", Standing>>;

const zh: Words = {
  institutions: {
    title: "单位采购",
    lead: "机关、学校、医院等预算单位怎么下单、验收、留底。一张订单就是一本账：买了什么、钱到了哪些村、多少户。",
    sections: [
      {
        heading: "下单",
        items: [
          "结算时在“发票”里选“预算单位”，填写单位名称、税号、验收联系人；财政付款有转账识别码的，也填上。",
          "按结算页给出的方式在线付款。转账识别码会写在卖家的单据和验收单上，供财务核对。",
          "可以登录下单，也可以不登录：订单页的网址就是凭证，请存好。",
        ],
      },
      {
        heading: "收货和验收",
        items: [
          "订单页可以打印空白验收单：货物、规格、产地、单价、数量都已填好，留有到货、验收合格和签字的位置。",
          "收货时核对、签字、盖章，拍照上传到订单页；上传就是确认收货，卖家和平台都能看到，别人看不到。",
          "数量或质量有问题，在验收单里写明，再在订单页申请售后：鲜货 48 小时内拍照赔付，其他七天内可以退货。",
          "补充的验收单和发票另起一份，前后各份都保留，不能改、不能删。",
        ],
      },
      {
        heading: "发票",
        items: ["发票由卖家按填写的抬头和税号开具；随货的发票可以和验收单一起拍照上传，存在订单里。"],
      },
      {
        heading: "联农带农的依据",
        items: [
          "订单页写明这一单供货的村和户数、每一部分分给谁、哪一天由银行付到农户；不足 5 户的合并显示。",
          "每个合作社的页面把申报带动的户数和近 12 个月实际付给的户数放在一起；全部合计可以在公开账本下载。",
        ],
      },
    ],
  },
  accessibility: {
    title: "无障碍说明",
    lead: "目标是 WCAG 2.2 AA 和适老化要求：看不清、不用鼠标、手机旧、网络慢，都能买到东西、看懂账。",
    sections: [
      {
        heading: "做到的",
        items: [
          "不开脚本也能用：搜索、购物车、结算、售后、评价、账号，每一步都是普通的网页表单。",
          "只用键盘就能走完全部流程；看得见焦点；页首有“跳到正文”。",
          "页首的“大字版”把正文放大到 20 像素，按钮加大；也可以用浏览器放大到 200%，内容不丢。",
          "文字与背景的对比度不低于 4.5:1；状态都有文字，不只靠颜色；分账的每一段都写出名称和金额。",
          "表格是真正的表格，图片有文字说明，错误写在输入框旁，也在页面顶端列出。",
          "没有自动播放、弹窗和倒计时；系统设为“减少动态效果”时没有动画。",
        ],
      },
      {
        heading: "怎么检查",
        items: [
          "每次修改都用 axe 检查全部公开页面，中文页在 360 像素、英文页在 1280 像素；在 360、768、1280 像素、大字版和 200% 放大下看有没有横向滚动；并只用键盘走一遍下单。",
        ],
      },
      {
        heading: "还不够的",
        items: [
          "卖家自己写的介绍有的只有中文；公示只有中文。",
          "照片的文字说明由卖家填写，有的写得简单。",
          "付款页面由支付机构提供，不在我们的检查范围内。",
        ],
      },
      {
        heading: "用不了时",
        items: ["请打商品页或合作社页上的电话，可以口头下单；也可以打乡村振兴咨询监督电话 12317。"],
      },
    ],
  },
  privacy: {
    title: "个人信息怎么保管",
    lead: "只收发货和退款用得着的。没有广告，没有别的网站的代码，没有跟踪。",
    sections: [
      {
        heading: "顾客",
        items: [
          "下单要姓名、电话、地址；电子邮箱、发票抬头、留言由您决定写不写。银行卡号只在支付机构的页面上填，我们不经手。",
          "卖家在发货前后能看到收件地址；签收以后，地址和姓名对卖家隐藏，电话只留前三位和后四位。",
          "评价只显示姓氏。售后照片、验收单和发票只有您、这一单的卖家和平台能看到。",
          `付款的订单按《电子商务法》第三十一条至少保存三年；注销账号后，到 ${KEEP_ORDERS_YEARS} 年就抹去姓名、电话、地址、验收单和售后的话与照片。没有付款的订单，注销时当即抹去。`,
          `发给您的短信和邮件，发出 ${KEEP_MESSAGES_DAYS} 天后删去；注销账号时，发到账号手机号和邮箱的当即删去。`,
          "在“我的 › 我的数据”可以查看和下载全部资料，在“设置”里注销账号。到货提醒和村庄订阅，用信里的链接随时停。",
        ],
      },
      {
        heading: "农户",
        items: [
          "农户的姓名、电话、证件号、银行账号从不公开；证件号和账号加密保存，谁看过有记录。",
          "公开的是村和户数。不足 5 户的合计不公布，也算不出来。",
          `农户自己的话，本人同意才展示，随时可以收回；不再展示的，${KEEP_ENDED_VOICES_DAYS} 天后删去。`,
        ],
      },
      {
        heading: "浏览器里存的",
        items: [
          "购物车、收货省份、字体大小，登录后还有登录凭证。都只给这个网站用，不含姓名和电话，清除浏览器数据就没有了。",
          "结算过或看过订单的，还存一页“现在没有网络”的提示，谁存的都一样。",
        ],
      },
      {
        heading: "问和投诉",
        items: ["想改、想删，或者觉得不对，可以打商品页上卖家的电话，或乡村振兴咨询监督电话 12317。"],
      },
    ],
  },
  api: {
    title: "给程序读的数据",
    lead: "下面的地址谁都可以读，不要密钥，不收费。都来自和网页同一套账本；不足 5 户的数字同样不给。",
    sections: [],
  },
};

const en: Words = {
  institutions: {
    title: "For institutions",
    lead: "How offices, schools and hospitals that buy with a budget order, accept and keep their records. One order is one account: what was bought, and which villages and how many households the money reached.",
    sections: [
      {
        heading: "Ordering",
        items: [
          "At the checkout choose “Institution” for the invoice and give its name, tax number and who accepts the goods; add the transfer code if your treasury pays under one.",
          "Pay online in one of the ways the checkout offers. The transfer code is repeated on the seller's papers and on the acceptance report.",
          "You may sign in or not: the address of the order's page is the proof, so keep it.",
        ],
      },
      {
        heading: "Delivery and acceptance",
        items: [
          "The order's page prints a blank acceptance report: goods, packs, origin, prices and numbers are filled in, with room for what arrived, what was accepted, and signatures.",
          "Check the goods, sign and stamp the report, and upload a photo of it on the order's page. That confirms the arrival. The seller and Huhui see it, and nobody else.",
          "If number or quality is wrong, say so in the report and open a claim on the order's page: fresh goods by photo within 48 hours, others can be returned within seven days.",
          "What is added later stands beside the first report; all of them are kept, and none is changed or deleted.",
        ],
      },
      {
        heading: "Invoices",
        items: [
          "The seller writes the invoice to the name and tax number given. A photo of it can be uploaded with the report and stays with the order.",
        ],
      },
      {
        heading: "Evidence of whom it helped",
        items: [
          "The order's page names the villages and the number of households that supplied it, who received each part, and the day a bank paid the households. Fewer than 5 households are shown together.",
          "A cooperative's page shows how many households it declares beside how many were in fact paid in the last 12 months. All totals can be downloaded from the open ledger.",
        ],
      },
    ],
  },
  accessibility: {
    title: "Accessibility",
    lead: "We aim at WCAG 2.2 AA and at the Chinese rules for elderly users: whoever sees badly, uses no mouse, has an old telephone or a slow network can buy here and read the accounts.",
    sections: [
      {
        heading: "What works",
        items: [
          "Everything works without scripts: searching, cart, checkout, claims, reviews and account are plain forms.",
          "All of it can be done by keyboard, the focus can be seen, and each page begins with a link to its content.",
          "“Large text” at the top sets text to 20 pixels and enlarges buttons. At 200 % zoom nothing is lost.",
          "Text has a contrast of 4.5:1 at least. States are words, never colour alone; each part of a split has its name and amount.",
          "Tables are tables, pictures have words, and what is wrong in a form stands at its field and at the top.",
          "Nothing plays by itself, pops up or counts down; there is no motion for those who asked their system for none.",
        ],
      },
      {
        heading: "How it is checked",
        items: [
          "With every change all public pages are checked with axe, in Chinese at 360 pixels and in English at 1280; that nothing scrolls sideways at 360, 768 and 1280 pixels, in large text and at 200 %; and an order is placed by keyboard alone.",
        ],
      },
      {
        heading: "What is still missing",
        items: [
          "Some texts by sellers exist in Chinese only, and so do public notices.",
          "The words of photos are the sellers' own; some of them are short.",
          "The payment page is the payment provider's, and not part of our checks.",
        ],
      },
      {
        heading: "If something does not work",
        items: [
          "Call the number on the product's or the cooperative's page; they take orders by telephone. The public line for complaints is 12317.",
        ],
      },
    ],
  },
  privacy: {
    title: "How personal data are kept",
    lead: "We ask for what delivery and refunds need, and for nothing else. No advertising, no code of other sites, no tracking.",
    sections: [
      {
        heading: "Shoppers",
        items: [
          "An order needs a name, a telephone number and an address; e-mail, invoice and note are up to you. Card numbers are typed on the payment provider's page and never reach us.",
          "A seller sees the address as long as the goods have to be delivered. After that name and address are hidden, and of the number only its first three and last four digits are left.",
          "A review shows your surname only. Photos of claims, acceptance reports and invoices are seen by you, the seller of these goods and Huhui.",
          `Paid orders are kept for three years at least, as article 31 of the E-Commerce Law asks. After an account is closed, names, numbers, addresses, acceptance reports and the words and photos of claims are erased when ${KEEP_ORDERS_YEARS} years are over; of orders that were never paid, at once.`,
          `Letters and short messages to you are deleted ${KEEP_MESSAGES_DAYS} days after they were sent; those sent to an account's own number and e-mail address at once when it is closed.`,
          "“Account › My data” shows and downloads all of it; “Settings” closes the account. Notices about goods and villages end by the link in their letter.",
        ],
      },
      {
        heading: "Households",
        items: [
          "Names, telephone, identity and bank numbers of households are never published. Identity and bank numbers are encrypted, and each look at them is recorded.",
          "What is public is the village and the number of households. Totals of fewer than 5 are neither published nor possible to work out.",
          `A household's own words are shown only while it agrees; what is no longer shown is erased ${KEEP_ENDED_VOICES_DAYS} days later.`,
        ],
      },
      {
        heading: "In your browser",
        items: [
          "The cart, the province and the size of text, and the session when you are signed in. Only this site reads them; they hold no name or number, and clearing your browser's data removes them.",
          "After a checkout or a look at an order, also one page that says there is no network; it is the same for everybody.",
        ],
      },
      {
        heading: "Questions and complaints",
        items: [
          "To have something corrected or erased, or to complain, call the seller's number on the product's page or the public line 12317.",
        ],
      },
    ],
  },
  api: {
    title: "Data for programs",
    lead: "Anybody may read these addresses, without a key and free of charge. They come from the same ledger as the pages; figures of fewer than 5 households are left out here as well.",
    sections: [],
  },
};

export function standingWords(locale: Locale): Words {
  return locale === "en" ? en : zh;
}
