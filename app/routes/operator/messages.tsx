import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { requirePermission } from "~/access/require-actor.server";
import { offsetOf, pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { StatusWord } from "~/ui/status-word";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "消息";
const PAGE_SIZE = 20;

export const meta: MetaFunction = () => opsMeta(TITLE);

/** The catcher of letters and short messages. Only in the demonstration: real letters are between shop and shopper. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "message:view");
  if (!env().DEMO) throw notFound();
  const asked = pageRequest(new URL(request.url).searchParams, PAGE_SIZE);
  const [total, messages] = await Promise.all([
    db().message.count(),
    db().message.findMany({
      select: { id: true, channel: true, recipient: true, subject: true, body: true, createdAt: true, sentAt: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: offsetOf(asked),
      take: asked.size,
    }),
  ]);
  return {
    frame: opsFrame(actor),
    page: { ...asked, total },
    messages: messages.map(({ createdAt, sentAt, ...message }) => ({
      ...message,
      createdAt: minuteOf(createdAt),
      sent: sentAt !== null,
    })),
  };
}

export default function OpsMessages() {
  const { frame, page, messages } = useLoaderData<typeof loader>();
  return (
    <OpsFrame frame={frame} current="messages" title={TITLE} intro="演示网站不向外发送邮件与短信，写好的都收在这里。">
      {messages.length === 0 ? (
        <EmptyState title="还没有消息">下单、发货、退款时写给顾客的信会出现在这里。</EmptyState>
      ) : (
        <div>
          <ul className="plain-list ruled">
            {messages.map((message) => (
              <li key={message.id}>
                <details>
                  <summary>
                    {message.createdAt} {message.channel === "EMAIL" ? "邮件" : "短信"}：{message.subject}
                  </summary>
                  <p>
                    收件人 {message.recipient}{" "}
                    <StatusWord tone={message.sent ? "done" : "waiting"}>{message.sent ? "已收下" : "待发"}</StatusWord>
                  </p>
                  <pre className="message-body">{message.body}</pre>
                </details>
              </li>
            ))}
          </ul>
          <Pagination page={page} href={(number) => paths.ops.messages({ page: number })} />
        </div>
      )}
    </OpsFrame>
  );
}
