import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listFreightTemplates } from "~/catalog/listing-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { CoopFrame, coopMeta } from "./coop-frame";
import { provinceWords } from "./province-words";
import { sellersOf } from "./seller-store.server";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "运费模板";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const sellers = await sellersOf(workplace);
  const templates = await Promise.all(
    sellers.map(async (seller) => {
      const own = await listFreightTemplates(db(), seller);
      return own.map((template) => ({
        id: template.id,
        name: template.name,
        seller: seller.name,
        shipper: template.shipperName,
        zones: template.zones.filter((zone) => zone.delivered).map((zone) => provinceWords(zone.provinces)),
      }));
    }),
  );
  return json({ frame: await coopFrame(workplace.actor), templates: templates.flat() });
}

export default function Freight() {
  const { frame, templates } = useLoaderData<typeof loader>();
  return (
    <CoopFrame
      frame={frame}
      current="freight"
      title={TITLE}
      intro="货发到哪些省、多少运费。已下的订单按下单时的运费，不受改动影响。"
      actions={<ButtonLink href={paths.coop.newFreight()}>新建模板</ButtonLink>}
    >
      {templates.length === 0 ? (
        <EmptyState title="还没有运费模板" action={<ButtonLink href={paths.coop.newFreight()}>新建模板</ButtonLink>}>
          商品上架前要先说清发到哪里、运费多少。
        </EmptyState>
      ) : (
        <ul className="plain-list ruled">
          {templates.map((template) => (
            <li key={template.id} className="stack-small">
              <h2>
                <a href={paths.coop.freightTemplate(template.id)}>{template.name}</a>
              </h2>
              <p className="quiet">
                {template.seller} · {template.shipper}
              </p>
              <ul className="plain-list">
                {template.zones.map((zone) => (
                  <li key={zone}>{zone}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </CoopFrame>
  );
}
