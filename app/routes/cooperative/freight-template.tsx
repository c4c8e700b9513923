import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { listFreightTemplates } from "~/catalog/listing-store.server";
import { explainFreightTemplateFailure, saveFreightTemplate } from "~/catalog/save-freight-template.server";
import { isId } from "~/kernel/ids";
import { formatYuan } from "~/kernel/money";
import { kilograms } from "~/kernel/quantity";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import { CoopFrame, coopMeta } from "./coop-frame";
import { FreightFields } from "./freight-fields";
import { freightForm } from "./freight-forms.server";
import { provinceWords } from "./province-words";
import { sellersOf } from "./seller-store.server";
import { coopFrame, requireWorkplace, type Workplace } from "./workplace.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => coopMeta(data?.values.name ?? "运费模板");

/** The template with its seller, when it belongs to somebody this person lists for. */
async function findTemplate(workplace: Workplace, templateId: string | undefined) {
  if (!isId(templateId)) throw notFound();
  for (const seller of await sellersOf(workplace)) {
    const template = (await listFreightTemplates(db(), seller)).find((one) => one.id === templateId);
    if (template) return { seller, template };
  }
  throw notFound();
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const { seller, template } = await findTemplate(workplace, params.id);
  return json({
    frame: await coopFrame(workplace.actor),
    seller: seller.name,
    values: {
      name: template.name,
      shipperName: template.shipperName,
      zones: template.zones.map((zone) => ({
        provinces: provinceWords(zone.provinces),
        delivered: zone.delivered,
        firstWeight: kilograms(zone.firstGrams),
        firstPrice: formatYuan(zone.firstFen),
        nextWeight: kilograms(zone.nextGrams),
        nextPrice: formatYuan(zone.nextFen),
        freeAbove: zone.freeAboveFen === null ? "" : formatYuan(zone.freeAboveFen),
      })),
    },
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const { seller, template } = await findTemplate(workplace, params.id);
  const form = await parseForm(request, freightForm);
  if (!form.ok) return form.answer;
  const saved = await saveFreightTemplate({
    ...form.value,
    actor: workplace.actor,
    templateId: template.id,
    seller: { kind: seller.kind, id: seller.id },
    now: new Date(),
  });
  if (!saved.ok) return form.refuse({ "": [explainFreightTemplateFailure(saved.failure)] });
  return redirect(paths.coop.freight());
}

export default function FreightTemplate() {
  const { frame, seller, values } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="freight"
      title={errorTitle(values.name, refused?.errors)}
      crumbs={[{ label: "运费模板", href: paths.coop.freight() }, { label: values.name }]}
    >
      <PostForm className="form" noValidate>
        <ErrorSummary errors={refused?.errors} title="没有保存" />
        <SummaryList items={[{ label: "卖家", value: seller }]} />
        <FreightFields values={values} refused={refused} />
        <div className="form-actions">
          <Button size="large">保存</Button>
        </div>
      </PostForm>
    </CoopFrame>
  );
}
