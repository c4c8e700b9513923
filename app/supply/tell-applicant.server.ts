import { paths } from "~/paths";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { sendMessage } from "~/platform/message.server";
import { APPLICATION_STATE_WORDS, type ApplicationState } from "./application";

/**
 * Tells the applicant where their application stands, by e-mail when they gave one. The private link goes out with the first
 * message alone: only its hash is kept, so later ones point to it.
 */
export async function tellApplicant(
  tx: Db,
  news: {
    readonly phone: string;
    readonly email: string;
    readonly locale: "zh" | "en";
    readonly number: string;
    readonly state: ApplicationState;
    readonly words: string;
    readonly token?: string;
    readonly now: Date;
  },
): Promise<void> {
  const { locale, number, state, words, token, now } = news;
  const link = token === undefined ? "" : `${env().APP_URL}${paths.shop(locale).application(token)}`;
  const to =
    news.email === "" ? { channel: "SMS", recipient: news.phone } : { channel: "EMAIL", recipient: news.email };
  const said = words === "" ? "" : locale === "en" ? ` Note: ${words}` : `说明：${words}`;
  await sendMessage(tx, {
    ...(to as { channel: "SMS" | "EMAIL"; recipient: string }),
    subject: locale === "en" ? `Huhui: your application ${number}` : `户惠：入驻申请 ${number}`,
    body:
      locale === "en"
        ? `Your application ${number} to sell on Huhui: ${STATE_WORDS_EN[state]}.${said} ${link === "" ? "Details are behind the private link we sent you." : `Follow it here: ${link} . Please do not pass the link on.`}`
        : `您的入驻申请 ${number}：${APPLICATION_STATE_WORDS[state]}。${said}${link === "" ? "详情见提交时收到的专用链接。" : `进度见 ${link} 。链接请勿转发。`}`,
    now,
  });
}

const STATE_WORDS_EN: Record<ApplicationState, string> = {
  SUBMITTED: "received, the county reviews it",
  CHANGES_ASKED: "please change or add something",
  RECOMMENDED: "recommended by the county, the platform decides",
  OBJECTED: "not recommended by the county",
  APPROVED: "approved; an invitation to set a password follows",
  REFUSED: "not approved",
};
