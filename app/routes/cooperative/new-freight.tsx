import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { explainFreightTemplateFailure, saveFreightTemplate } from "~/catalog/save-freight-template.server";
import { paths } from "~/paths";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import { CoopFrame, coopMeta } from "./coop-frame";
import { FreightFields, type ZoneValues } from "./freight-fields";
import { freightForm } from "./freight-forms.server";
import { chosenSeller, sellersOf } from "./seller-store.server";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "新建运费模板";

/** A usual start, to be changed: near provinces cheap, the rest dearer, nothing fresh to the far west. */
const USUAL_ZONES: readonly ZoneValues[] = [
  {
    provinces: "其余",
    delivered: true,
    firstWeight: "3",
    firstPrice: "12",
    nextWeight: "1",
    nextPrice: "3",
    freeAbove: "",
  },
];

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const sellers = await sellersOf(workplace);
  const seller = chosenSeller(sellers, new URL(request.url).searchParams.get("seller"));
  return json({
    frame: await coopFrame(workplace.actor),
    seller: seller && { key: seller.key, name: seller.name },
    sellers: sellers.map(({ key, name }) => ({ value: key, label: name })),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const seller = chosenSeller(await sellersOf(workplace), new URL(request.url).searchParams.get("seller"));
  if (!seller) throw notFound();
  const form = await parseForm(request, freightForm);
  if (!form.ok) return form.answer;
  const saved = await saveFreightTemplate({
    ...form.value,
    actor: workplace.actor,
    seller: { kind: seller.kind, id: seller.id },
    now: new Date(),
  });
  if (!saved.ok) return form.refuse({ "": [explainFreightTemplateFailure(saved.failure)] });
  return redirect(paths.coop.freight());
}

export default function NewFreight() {
  const { frame, seller, sellers } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="freight"
      title={errorTitle(TITLE, refused?.errors)}
      crumbs={[{ label: "运费模板", href: paths.coop.freight() }, { label: TITLE }]}
    >
      {seller ? (
        <PostForm action={paths.coop.newFreight({ seller: seller.key })} className="form" noValidate>
          <ErrorSummary errors={refused?.errors} title="没有保存" />
          <SummaryList items={[{ label: "卖家", value: seller.name }]} />
          <FreightFields values={{ name: "", shipperName: "", zones: USUAL_ZONES }} refused={refused} />
          <div className="form-actions">
            <Button size="large">保存</Button>
          </div>
        </PostForm>
      ) : sellers.length === 0 ? (
        <EmptyState title="没有可以设置的卖家">请村干部先登记本村农户，服务点才能代办。</EmptyState>
      ) : (
        <form method="get" action={paths.coop.newFreight()} className="form">
          <SelectField label="给谁的货设运费" name="seller" placeholder="请选择" required options={sellers} />
          <div className="form-actions">
            <Button>下一步</Button>
          </div>
        </form>
      )}
    </CoopFrame>
  );
}
