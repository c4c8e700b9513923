import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { renderSVG } from "uqr";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { PROMISE, TEST_MARK_WORDS } from "~/supply/conformity";
import { lotConformity } from "~/supply/conformity-store.server";
import { formatLotCode } from "~/supply/lot-code";
import { findLot } from "~/supply/lot-store.server";
import { Button } from "~/ui/button";
import { Field, SelectField } from "~/ui/form";
import { Notice } from "~/ui/notice";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "打印箱贴";
const ON_A_SHEET = 24;
const MOST = 480;

const PAPERS = [
  { value: "a4", label: "A4 不干胶，3 × 8 张（70 × 37 毫米）" },
  { value: "thermal", label: "热敏标签，60 × 40 毫米" },
] as const;

export const meta: MetaFunction = () => coopMeta(TITLE);

/** One code on the box: the certificate of conformity and where it comes from are the same page. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "lot:edit");
  const lot = isId(params["id"]) ? await findLot(db(), workplace, params["id"]) : undefined;
  if (!lot) throw notFound();
  const search = new URL(request.url).searchParams;
  const { certificate, inScope } = await lotConformity(db(), lot.id);
  const asked = Number(search.get("copies") ?? ON_A_SHEET);
  return {
    frame: await coopFrame(workplace.actor),
    id: lot.id,
    paper: search.get("as") === "thermal" ? ("thermal" as const) : ("a4" as const),
    copies: Number.isInteger(asked) && asked > 0 ? Math.min(asked, MOST) : ON_A_SHEET,
    pack: (search.get("pack") ?? "").trim().slice(0, 20),
    lacksCertificate: inScope && certificate === undefined,
    qr: `data:image/svg+xml,${encodeURIComponent(renderSVG(new URL(paths.trace(lot.code), env().APP_URL).href, { ecc: "M", border: 2 }))}`,
    label: {
      code: formatLotCode(lot.code),
      goods: `${lot.productName} ${lot.grade}`,
      harvestedOn: lot.harvestedOn,
      certificate: certificate
        ? {
            origin: certificate.origin,
            promisedBy: certificate.promisedBy,
            contact: certificate.contact,
            issuedOn: certificate.issuedOn,
            testMark: TEST_MARK_WORDS[certificate.testMark],
          }
        : null,
    },
  };
}

export default function LotLabels() {
  const { frame, id, paper, copies, pack, lacksCertificate, qr, label } = useLoaderData<typeof loader>();
  return (
    <CoopFrame
      frame={frame}
      current="lots"
      title={TITLE}
      intro={`批次 ${label.code}，${label.goods}`}
      crumbs={[
        { label: "批次", href: paths.coop.lots() },
        { label: label.code, href: paths.coop.lot(id) },
        { label: TITLE },
      ]}
    >
      {lacksCertificate && (
        <div className="no-print">
          <Notice tone="waiting" title="这个批次还没有承诺达标合格证">
            贴上只有溯源码。先在 <a href={`${paths.coop.lot(id)}#conformity`}>批次页</a> 开具合格证，再打印。
          </Notice>
        </div>
      )}
      <form method="get" action={paths.coop.lotLabels(id)} className="form no-print">
        <SelectField label="纸张" name="as" options={PAPERS} defaultValue={paper} />
        <Field
          label="每箱净重或个数"
          name="pack"
          width="short"
          hint="例如 2.5 kg；空着就不印。"
          defaultValue={pack}
          optional
        />
        <Field
          label="张数"
          name="copies"
          width="short"
          inputMode="numeric"
          hint={`最多 ${MOST} 张`}
          defaultValue={String(copies)}
        />
        <div className="form-actions">
          <Button tone="quiet">更新预览</Button>
        </div>
      </form>
      <p className="no-print quiet">用浏览器的“打印”，缩放选 100%，页边距选“无”。</p>
      <ul className="labels plain-list" data-paper={paper} aria-label={`箱贴，${copies} 张`}>
        {Array.from({ length: copies }, (_, index) => (
          <li key={index} className="box-label">
            <img src={qr} alt={index === 0 ? `批次 ${label.code} 的二维码` : ""} />
            <div>
              <p className="box-label-title">{label.certificate === null ? "溯源码" : "承诺达标合格证"}</p>
              <p>
                {label.goods}
                {pack !== "" && ` ${pack}`}
              </p>
              {label.certificate !== null && (
                <>
                  <p>{label.certificate.origin}</p>
                  <p>{label.certificate.promisedBy}</p>
                  <p>{label.certificate.contact}</p>
                  <p>{label.certificate.testMark}</p>
                  <p>开具 {label.certificate.issuedOn}</p>
                  <p className="box-label-promise">{PROMISE}</p>
                </>
              )}
              {label.certificate === null && <p>采收 {label.harvestedOn}</p>}
              <p>批次 {label.code}</p>
            </div>
          </li>
        ))}
      </ul>
    </CoopFrame>
  );
}
