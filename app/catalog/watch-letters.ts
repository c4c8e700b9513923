type Letter = { readonly subject: string; readonly body: string };
type Locale = "zh" | "en";
type Kind = "LISTING" | "VILLAGE";
/** what is told: the goods are back, the village has something, or something can be ordered before its harvest */
type News = Kind | "PREORDER";

/** "Was it you?": with the link that confirms. */
export function askLetter(locale: Locale, kind: Kind, name: string, link: string): Letter {
  if (locale === "en") {
    return {
      subject: `Please confirm: ${name}`,
      body: `[Huhui] Somebody, hopefully you, asked to be told when ${kind === "LISTING" ? `“${name}” is back in stock` : `the harvest of ${name} opens`}. Confirm here: ${link}\nIf it was not you, do nothing: no further letter will come.`,
    };
  }
  return {
    subject: `请确认：${name}`,
    body: `【户惠】有人（希望是您）想在${kind === "LISTING" ? `“${name}”到货` : `${name}有新货开卖`}时收到通知。请打开确认：${link}\n不是您本人操作就不用理会，不会再有别的信。`,
  };
}

/** It is back, or it has begun: what waited for is told, with the way to the goods and the way out. */
export function backLetter(locale: Locale, news: News, title: string, goods: string, end: string): Letter {
  return BACK[locale][news](title, goods, end);
}

type Back = (title: string, goods: string, end: string) => Letter;

const BACK: Readonly<Record<Locale, Readonly<Record<News, Back>>>> = {
  zh: {
    LISTING: (title, goods) => ({
      subject: `到货了：${title}`,
      body: `【户惠】“${title}”又可以下单了：${goods}\n这是您要的那一次通知，之后不会再发。`,
    }),
    VILLAGE: (title, goods, end) => ({
      subject: `您关注的村有新货：${title}`,
      body: `【户惠】您关注的村上了新货：“${title}”，${goods}\n不想再收到：${end}`,
    }),
    PREORDER: (title, goods, end) => ({
      subject: `您关注的村开始预售：${title}`,
      body: `【户惠】您关注的村开始预售“${title}”，采收后发货：${goods}\n不想再收到：${end}`,
    }),
  },
  en: {
    LISTING: (title, goods) => ({
      subject: `Back in stock: ${title}`,
      body: `[Huhui] “${title}” can be ordered again: ${goods}\nThis was the one letter you asked for; nothing further will come.`,
    }),
    VILLAGE: (title, goods, end) => ({
      subject: `New from the village: ${title}`,
      body: `[Huhui] The village you follow has something new: “${title}”, ${goods}\nStop these letters: ${end}`,
    }),
    PREORDER: (title, goods, end) => ({
      subject: `Pre-orders open in the village: ${title}`,
      body: `[Huhui] The village you follow takes pre-orders for “${title}”, shipped after the harvest: ${goods}\nStop these letters: ${end}`,
    }),
  },
};
