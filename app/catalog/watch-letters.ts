type Letter = { readonly subject: string; readonly body: string };
type Locale = "zh" | "en";
type Kind = "LISTING" | "VILLAGE";

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
export function backLetter(locale: Locale, kind: Kind, title: string, goods: string, end: string): Letter {
  if (locale === "en") {
    return kind === "LISTING"
      ? {
          subject: `Back in stock: ${title}`,
          body: `[Huhui] “${title}” can be ordered again: ${goods}\nThis was the one letter you asked for; nothing further will come.`,
        }
      : {
          subject: `New from the village: ${title}`,
          body: `[Huhui] The village you follow has something new: “${title}”, ${goods}\nStop these letters: ${end}`,
        };
  }
  return kind === "LISTING"
    ? {
        subject: `到货了：${title}`,
        body: `【户惠】“${title}”又可以下单了：${goods}\n这是您要的那一次通知，之后不会再发。`,
      }
    : {
        subject: `您关注的村有新货：${title}`,
        body: `【户惠】您关注的村上了新货：“${title}”，${goods}\n不想再收到：${end}`,
      };
}
