import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { explainCertificateFailure } from "~/catalog/certificate-failure";
import { waitingRequests } from "~/catalog/certificate-request-store.server";
import { decideCertificate } from "~/catalog/decide-certificate.server";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { CERTIFICATE_WORDS } from "~/supply/certificate";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import { certificateDecisionForm } from "./forms.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "证书核对";
const PAGE_SIZE = 10;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const search = new URL(request.url).searchParams;
  const page = await waitingRequests(db(), pageRequest(search, PAGE_SIZE));
  const decides = can(actor, "cooperative:approve");
  return {
    frame: opsFrame(actor),
    done: search.get("done") ?? "",
    decides,
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      ...row,
      kind: CERTIFICATE_WORDS[row.kind],
      submittedAt: minuteOf(row.submittedAt),
      mediaId: decides ? row.mediaId : null,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "cooperative:approve");
  const form = await parseForm(request, certificateDecisionForm);
  if (!form.ok) return form.answer;
  const { certificate, intent, refusal } = form.value;
  const decided = await decideCertificate({
    actor,
    requestId: certificate,
    refusal: intent === "refuse" ? refusal : undefined,
    now: new Date(),
  });
  if (!decided.ok) {
    const field = decided.failure.kind === "no-reason" ? "refusal" : "";
    return form.refuse({ [field]: [explainCertificateFailure(decided.failure)] });
  }
  return redirect(paths.ops.certificates({ done: intent }));
}

const DONE_WORDS: Record<string, string> = {
  approve: "已核准，商品页从现在起显示这个标志。",
  refuse: "已退回，卖家能看到原因。",
};

export default function OpsCertificates() {
  const { frame, done, decides, page, rows } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="approvals"
      title={errorTitle(TITLE, refused?.errors)}
      intro="卖家新登记或续办的证书。对照照片核准以后，标志才显示在商品页；到期那天自动撤下。"
      crumbs={[{ label: "审核", href: paths.ops.approvals() }, { label: TITLE }]}
    >
      <Outcome answer={refused} refusal="没有办理" done={doneWords(DONE_WORDS, done)} />
      {rows.length === 0 && <EmptyState title="没有等着核对的证书">卖家交上来的证书会出现在这里。</EmptyState>}
      {rows.map((row) => {
        const typed = refused?.typed["certificate"] === row.id ? refused : undefined;
        return (
          <section key={row.id} className="stack" aria-labelledby={`h-${row.id}`}>
            <div className="section-head">
              <h2 id={`h-${row.id}`}>
                {row.sellerName} · {row.kind}
              </h2>
            </div>
            <SummaryList
              items={[
                { label: "编号", value: row.number },
                { label: "产品", value: row.productName ?? "全部产品" },
                { label: "证书持有人", value: row.holderName ?? row.sellerName },
                { label: "有效期", value: `${row.issuedOn} 至 ${row.expiresOn}` },
                { label: "原证到期", value: row.renewsUntil ?? "没有登记过" },
                { label: "提交", value: `${row.submittedBy}，${row.submittedAt}` },
              ]}
            />
            {row.mediaId !== null && (
              <a href={paths.media(row.mediaId, "1125.webp")} className="claim-photo">
                <img
                  src={paths.media(row.mediaId, "375.webp")}
                  alt={`${row.sellerName}的${row.kind}照片，点开看大图`}
                />
              </a>
            )}
            {decides && (
              <PostForm action={paths.ops.certificates()} className="form" noValidate>
                <input type="hidden" name="certificate" value={row.id} />
                <TextareaField
                  label="退回的原因"
                  name="refusal"
                  id={`refusal-${row.id}`}
                  rows={2}
                  optional
                  maxLength={300}
                  hint="退回时写明哪里不对，例如“照片看不清编号”。"
                  defaultValue={typed?.typed["refusal"] ?? ""}
                  error={typed?.errors["refusal"] ?? null}
                />
                <div className="form-actions">
                  <Button name="intent" value="approve">
                    核准<span className="visually-hidden">{row.number}</span>
                  </Button>
                  <Button tone="quiet" name="intent" value="refuse">
                    退回<span className="visually-hidden">{row.number}</span>
                  </Button>
                </div>
              </PostForm>
            )}
          </section>
        );
      })}
      <Pagination page={page} href={(number) => paths.ops.certificates({ page: number })} />
    </OpsFrame>
  );
}
