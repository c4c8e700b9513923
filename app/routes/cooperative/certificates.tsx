import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { explainCertificateFailure, type CertificateFailure } from "~/catalog/certificate-failure";
import { openRequestsOf } from "~/catalog/certificate-request-store.server";
import { certificatesOfSellers, endCertificate } from "~/catalog/keep-certificate.server";
import { submitCertificate } from "~/catalog/submit-certificate.server";
import { addDays, dayOf, minuteOf } from "~/kernel/period";
import { PHOTO_TYPES } from "~/media/photo-types";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { CERTIFICATE_KINDS, CERTIFICATE_WORDS, type CertificateProblem } from "~/supply/certificate";
import { listProducts } from "~/supply/product-store.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { certificateForm } from "./certificate-form.server";
import { chosenSeller, sellersOf } from "./seller-store.server";
import { shown } from "./typed";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "证书";
const SOON_DAYS = 30;
/** so long a refusal is shown */
const REFUSED_DAYS = 90;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const [frame, sellers, products] = await Promise.all([
    coopFrame(workplace.actor),
    sellersOf(workplace),
    listProducts(db()),
  ]);
  const now = new Date();
  const [rows, requests] = await Promise.all([
    certificatesOfSellers(db(), sellers),
    openRequestsOf(db(), sellers, addDays(now, -REFUSED_DAYS)),
  ]);
  const soon = dayOf(addDays(now, SOON_DAYS));
  const search = new URL(request.url).searchParams;
  const renewed = rows.find(({ id }) => id === search.get("renew"));
  return json({
    frame,
    done: search.get("done") ?? "",
    renewed: renewed && {
      seller: `${renewed.sellerKind}:${renewed.sellerId}`,
      kind: renewed.kind,
      number: renewed.number,
      holderName: renewed.holderName ?? "",
      product: renewed.productId ?? "",
    },
    requests: requests.map((row) => ({
      id: row.id,
      kind: CERTIFICATE_WORDS[row.kind],
      number: row.number,
      product: row.productName ?? "全部产品",
      days: `${row.issuedOn} 至 ${row.expiresOn}`,
      submittedAt: minuteOf(row.submittedAt),
      refusal: row.refusal,
    })),
    sellers: sellers.map(({ key, name }) => ({ value: key, label: name })),
    products: products.map(({ id, name }) => ({ value: id, label: name })),
    rows: rows.map((row) => ({
      id: row.id,
      kind: CERTIFICATE_WORDS[row.kind as keyof typeof CERTIFICATE_WORDS],
      number: row.number,
      holder: row.holderName ?? sellers.find(({ key }) => key === `${row.sellerKind}:${row.sellerId}`)?.name ?? "",
      product: row.productName ?? "全部产品",
      days: `${row.issuedOn} 至 ${row.expiresOn ?? "长期"}`,
      ...stateOf(row.expiresOn, dayOf(now), soon),
    })),
  });
}

function stateOf(
  expiresOn: string | null,
  today: string,
  soon: string,
): { tone: StatusTone; state: string; valid: boolean; renew: boolean } {
  if (expiresOn !== null && expiresOn < today)
    return { tone: "neutral", state: "已失效，标志不再显示", valid: false, renew: true };
  if (expiresOn !== null && expiresOn <= soon)
    return { tone: "waiting", state: "快到期，请续办", valid: true, renew: true };
  return { tone: "done", state: "有效", valid: true, renew: false };
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const form = await parseForm(request, certificateForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const { actor } = workplace;
  const now = new Date();
  if (given.intent === "end") {
    const ended = await endCertificate({ actor, certificateId: given.certificate, now });
    return ended.ok
      ? redirect(paths.coop.certificates({ done: "ended" }))
      : form.refuse({ "": [explainCertificateFailure(ended.failure)] });
  }
  const seller = chosenSeller(await sellersOf(workplace), given.seller || null);
  if (!seller) return form.refuse({ seller: [explainCertificateFailure({ kind: "no-such-seller" })] });
  const { kind, number, holderName, issuedOn, expiresOn } = given;
  const submitted = await submitCertificate({
    actor,
    seller: { kind: seller.kind, id: seller.id },
    productId: given.product ?? null,
    certificate: { kind, number, holderName, issuedOn, expiresOn },
    photo: new Uint8Array(await given.photo.arrayBuffer()),
    now,
  });
  if (!submitted.ok) {
    return form.refuse({ [fieldOf(submitted.failure)]: [explainCertificateFailure(submitted.failure)] });
  }
  return redirect(paths.coop.certificates({ done: "submitted" }));
}

function fieldOf(failure: CertificateFailure): string {
  if (failure.kind === "no-such-seller") return "seller";
  if (failure.kind === "no-such-product") return "product";
  if (failure.kind === "photo") return "photo";
  return failure.kind === "wrong" ? PROBLEM_FIELDS[failure.problem] : "number";
}

const PROBLEM_FIELDS: Record<CertificateProblem, string> = {
  "bad-number": "number",
  "bad-issue-day": "issuedOn",
  "bad-expiry": "expiresOn",
  expired: "expiresOn",
  "too-long": "expiresOn",
  "no-holder": "holderName",
};

const DONE_WORDS: Record<string, string> = {
  submitted: "证书已交平台核对，核准后商品页显示它的标志，到期那天自动撤下。",
  ended: "证书已停用，商品页不再显示它的标志。",
};

export default function Certificates() {
  const { frame, done, renewed, requests, sellers, products, rows } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const field = (name: string, present = renewedText(renewed, name)) => ({
    name,
    defaultValue: shown(refused, name, present),
    error: refused?.errors[name] ?? null,
  });
  return (
    <CoopFrame
      frame={frame}
      current="listings"
      title={errorTitle(TITLE, refused?.errors)}
      intro="食品生产许可、绿色食品、有机产品、地理标志。平台对照照片核准后显示标志；过了有效期，标志自动从店铺撤下，续办核准后恢复。批次的承诺达标合格证在批次页。"
      crumbs={[{ label: "商品", href: paths.coop.listings() }, { label: TITLE }]}
    >
      <Outcome answer={refused} refusal="没有登记" done={doneWords(DONE_WORDS, done)} />
      {requests.length > 0 && (
        <section className="stack-small" aria-labelledby="shown">
          <h2 id="shown" className="h3">
            交给平台核对的
          </h2>
          <ul className="plain-list ruled">
            {requests.map((row) => (
              <li key={row.id}>
                <StatusWord tone={row.refusal === null ? "waiting" : "problem"}>
                  {row.refusal === null ? "等平台核对" : "被退回"}
                </StatusWord>{" "}
                {row.kind} {row.number}，{row.product}，{row.days} <span className="quiet">{row.submittedAt} 交</span>
                {row.refusal !== null && <p>原因：{row.refusal}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {rows.length === 0 ? (
        <EmptyState title="还没有登记证书">没有证书也能卖货；加工食品要先登记 SC 编号。</EmptyState>
      ) : (
        <Table
          caption="已登记的证书"
          captionHidden
          small="cards"
          columns={[
            { key: "kind", label: "证书" },
            { key: "number", label: "编号" },
            { key: "holder", label: "持有人" },
            { key: "product", label: "产品" },
            { key: "days", label: "有效期" },
            { key: "state", label: "状态" },
            { key: "end", label: <span className="visually-hidden">办理</span> },
          ]}
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.kind}</th>
              <Cell label="编号">{row.number}</Cell>
              <Cell label="持有人">{row.holder}</Cell>
              <Cell label="产品">{row.product}</Cell>
              <Cell label="有效期">{row.days}</Cell>
              <Cell label="状态">
                <StatusWord tone={row.tone}>{row.state}</StatusWord>
              </Cell>
              <Cell label="办理">
                {row.renew && (
                  <a href={`${paths.coop.certificates({ renew: row.id })}#show`}>
                    续办<span className="visually-hidden">{` ${row.kind} ${row.number}`}</span>
                  </a>
                )}{" "}
                {row.valid && (
                  <PostForm>
                    <input type="hidden" name="certificate" value={row.id} />
                    <Button tone="link" name="intent" value="end" aria-label={`停用 ${row.kind} ${row.number}`}>
                      停用
                    </Button>
                  </PostForm>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <section className="stack" id="show">
        <div className="section-head">
          <h2>{renewed ? "续办：照新证填写" : "登记一张证书"}</h2>
        </div>
        <PostForm action={paths.coop.certificates()} encType="multipart/form-data" className="form" noValidate>
          <input type="hidden" name="intent" value="submit" />
          {sellers.length === 1 ? (
            <input type="hidden" name="seller" value={sellers[0]?.value} />
          ) : (
            <SelectField label="谁的证书" placeholder="请选择" options={sellers} {...field("seller")} />
          )}
          <SelectField
            label="种类"
            placeholder="请选择"
            options={CERTIFICATE_KINDS.map((kind) => ({ value: kind, label: CERTIFICATE_WORDS[kind] }))}
            {...field("kind")}
          />
          <Field
            label="编号"
            maxLength={40}
            autoComplete="off"
            hint="照证书抄写，例如 SC10134102100012、LB-45-20261234567A、17 位有机码。"
            {...field("number")}
          />
          <Field
            label="证书持有人"
            optional
            maxLength={60}
            hint="和卖家不同时才写；地理标志必须写。"
            {...field("holderName")}
          />
          <SelectField label="哪种产品" placeholder="全部产品" optional options={products} {...field("product")} />
          <Field label="发证日期" type="date" width="short" {...field("issuedOn")} />
          <Field label="有效期至" type="date" width="short" {...field("expiresOn")} />
          <Field
            label="证书照片"
            name="photo"
            type="file"
            accept={PHOTO_TYPES}
            hint="整张拍清楚，编号和日期看得见；只有本社和平台核对的人看得到。"
            error={refused?.errors["photo"] ?? null}
          />
          <div className="form-actions">
            <Button>交平台核对</Button>
          </div>
        </PostForm>
      </section>
    </CoopFrame>
  );
}

/** What the form of a renewal begins with: all but the days, which are the new paper's. */
function renewedText(renewed: Readonly<Record<string, string>> | undefined, name: string): string {
  return renewed?.[name] ?? "";
}
