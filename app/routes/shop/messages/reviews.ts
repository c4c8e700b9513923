import type { Locale } from "~/ui/locale";

/** What is said about reviews and about waiting for goods. Both languages have the same keys. */
const reviews = {
  zh: {
    title: "评价",
    count: (count: number) => `${count} 条评价`,
    average: (stars: string) => `平均 ${stars} 星（满分 5 星）`,
    stars: (stars: number) => `${stars} 星`,
    none: "还没有评价。评价只来自签收了商品的买家。",
    only: "评价只来自签收了商品的买家，平台看过内容后公开，不改一个字。",
    more: (count: number) => `最近 ${count} 条`,
    answer: "卖家回复",
    photo: (author: string) => `${author} 拍的照片`,
    inChinese: "",
    write: "写评价",
    writeFor: (title: string) => `评价“${title}”`,
    lead: "说说收到的东西怎么样。姓名只显示姓，平台看过后公开。",
    starsLabel: "几颗星",
    starWords: ["很差", "不好", "一般", "满意", "很好"],
    words: "评价内容",
    wordsHint: "10 到 500 字：新鲜吗，分量够吗，包装怎样。别写电话和地址。",
    photos: "照片（可不传，最多 3 张）",
    photosHint: "JPEG、PNG 或 WebP，合计不超过 10 MB；拍摄地点等信息会被去掉。",
    send: "提交评价",
    back: "返回订单",
    thanks: "评价已提交，平台看过后就会公开。谢谢！",
    states: { PENDING: "评价待审核", SHOWN: "评价已公开", REFUSED: "评价没有公开" },
    refused: (reason: string) => `平台没有公开这条评价：${reason}`,
    errors: {
      stars: "请选 1 到 5 颗星",
      words: "请写 10 到 500 个字",
      photos: "最多传 3 张照片",
      notDelivered: "签收之后才能评价。",
      already: "这件商品您已经评价过了。",
    },
    photoFailures: {
      empty: "有一张照片是空的，请重新选择。",
      "too-large": "照片不能超过 10 MB。",
      "not-a-photo": "有一个文件不是能读取的照片，请用 JPEG、PNG 或 WebP。",
      "too-many-pixels": "照片像素太多，请缩小后再传。",
      "too-small": "照片太小，边长至少 100 像素。",
      "no-room": "照片暂时存不下，请稍后再传，或先不传照片。",
    },
  },
  en: {
    title: "Reviews",
    count: (count: number) => (count === 1 ? "1 review" : `${count} reviews`),
    average: (stars: string) => `${stars} stars on average, of 5`,
    stars: (stars: number) => (stars === 1 ? "1 star" : `${stars} stars`),
    none: "No reviews yet. Only buyers who received the goods write them.",
    only: "Written only by buyers who received the goods; read by the platform before they show, and never changed.",
    more: (count: number) => `The latest ${count}`,
    answer: "The seller answers",
    photo: (author: string) => `Photo by ${author}`,
    inChinese: "(written in Chinese)",
    write: "Write a review",
    writeFor: (title: string) => `Review of “${title}”`,
    lead: "Say what it was like. Only the first character of your name shows, once the platform has read it.",
    starsLabel: "Stars",
    starWords: ["Very bad", "Bad", "Fair", "Good", "Very good"],
    words: "Your review",
    wordsHint: "10 to 500 characters: was it fresh, enough, well packed? No telephone numbers or addresses, please.",
    photos: "Photos (optional, at most 3)",
    photosHint: "JPEG, PNG or WebP, 10 MB together at most; where it was taken is removed.",
    send: "Send the review",
    back: "Back to the order",
    thanks: "Thank you! Your review shows once the platform has read it.",
    states: { PENDING: "Review waiting to be read", SHOWN: "Review shown", REFUSED: "Review not shown" },
    refused: (reason: string) => `The platform did not show this review: ${reason}`,
    errors: {
      stars: "Choose 1 to 5 stars",
      words: "Write 10 to 500 characters",
      photos: "At most 3 photos",
      notDelivered: "You can review goods once they have arrived.",
      already: "You have reviewed this already.",
    },
    photoFailures: {
      empty: "One of the photos is empty. Choose it again.",
      "too-large": "A photo may have 10 MB at most.",
      "not-a-photo": "One of the files is not a photo we can read: use JPEG, PNG or WebP.",
      "too-many-pixels": "A photo has too many pixels. Make it smaller.",
      "too-small": "A photo is too small: at least 100 pixels on each side.",
      "no-room": "Photos cannot be stored at the moment. Try later, or send the review without them.",
    },
  },
} as const;

const watch = {
  zh: {
    title: "到货通知",
    how: "商品售罄或还没到季时，在它的页面上留下手机号或邮箱，到货时写一次信给您；在村庄页上可以关注整个村。",
    listing: "到货通知我",
    listingText: "留下手机号或邮箱，到货时写一次信给您，之后不再打扰。",
    village: "关注这个村",
    villageText: "有新货开卖时告诉我。",
    button: "通知我",
    contact: "手机号或邮箱",
    about: (name: string) => `想在“${name}”到货时收到通知`,
    aboutVillage: (name: string) => `想在${name}有新货开卖时收到通知`,
    sent: "请看信确认",
    sentText: "确认链接已经发出，打开它点“确认”才算数；不确认就不会再有别的信。",
    noted: "记下了，到时候告诉您。",
    confirm: "确认，请通知我",
    confirmed: "已确认，到时候告诉您。",
    end: "退订，不再通知",
    ended: "已退订，不会再收到这类信。",
    over: "这个通知已经结束",
    overText: "它已经退订，或者已经通知过您了。",
    shop: "去看看农产品",
    notFound: "没有这个商品或村庄，可能已经不卖了。",
  },
  en: {
    title: "Back-in-stock notices",
    how: "Where something is sold out or not yet in season, leave a phone number or e-mail address on its page: you get one letter when it is there. On a village’s page you can follow the whole village.",
    listing: "Tell me when it is back",
    listingText: "Leave a phone number or e-mail address: one letter when it is back, and no more.",
    village: "Follow this village",
    villageText: "Tell me when something new goes on sale.",
    button: "Tell me",
    contact: "Phone number or e-mail",
    about: (name: string) => `To be told when “${name}” is back`,
    aboutVillage: (name: string) => `To be told when ${name} has something new`,
    sent: "Please confirm from the letter",
    sentText: "A link is on its way. Open it and confirm; without that no further letter comes.",
    noted: "Noted. You will hear from us.",
    confirm: "Yes, tell me",
    confirmed: "Confirmed. You will hear from us.",
    end: "Stop, no more letters",
    ended: "Stopped. No more of these letters.",
    over: "This notice is over",
    overText: "It was stopped, or you have been told already.",
    shop: "Look at the produce",
    notFound: "There is no such product or village; perhaps it is no longer sold.",
  },
} as const;

type Said<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Words[Key] extends readonly string[]
        ? readonly string[]
        : Said<Words[Key]>;
};

export const REVIEW_WORDS: Record<Locale, Said<(typeof reviews)["zh"]>> = reviews;
export const WATCH_WORDS: Record<Locale, Said<(typeof watch)["zh"]>> = watch;
