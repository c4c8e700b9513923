import type { useLoaderData } from "@remix-run/react";
import type { FormReply } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { RadioGroup } from "~/ui/form";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import type { loader } from "./lot";
import { shown } from "./typed";

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** The lot's certificate of conformity as it was issued; without one, why, and the form that issues it. */
export function LotCertificate({
  lot,
  marks,
  refused,
}: {
  lot: Data["lot"];
  marks: Data["testMarks"];
  refused: FormReply | undefined;
}) {
  if (!lot.inScope) return null;
  const { certificate } = lot;
  return (
    <section className="stack" id="conformity">
      <div className="section-head">
        <h2>承诺达标合格证</h2>
      </div>
      {certificate !== null ? (
        <SummaryList
          items={[
            { label: "编号", value: certificate.number },
            { label: "产品", value: certificate.goods },
            { label: "数量", value: certificate.quantity },
            { label: "产地", value: certificate.origin },
            { label: "开具日期", value: certificate.issuedOn },
            { label: "承诺方", value: certificate.promisedBy },
            { label: "联系方式", value: certificate.contact },
            { label: "承诺", value: certificate.promise },
            { label: "承诺依据", value: certificate.testMark },
            { label: "保存到", value: certificate.keptUntil },
          ]}
        />
      ) : (
        <>
          <p>
            这个批次还没有合格证。
            {lot.missing.length > 0 && (
              <>
                交货时没有登记合格证的入库单：
                {lot.missing.map((slip, index) => (
                  <span key={slip.number}>
                    {index > 0 && "、"}
                    <a href={slip.href}>{slip.number}</a>
                  </span>
                ))}
                。
              </>
            )}
          </p>
          <PostForm className="form" noValidate>
            <input type="hidden" name="intent" value="certify" />
            <RadioGroup
              label="承诺依据"
              name="testMark"
              hint="核对过各户的合格证或检测结果以后再开；开出以后不能改。"
              choices={marks}
              defaultValue={shown(refused, "testMark", "CONTROLLED")}
              error={refused?.errors["testMark"]}
            />
            <div className="form-actions">
              <Button tone="quiet">开具合格证</Button>
            </div>
          </PostForm>
        </>
      )}
    </section>
  );
}
