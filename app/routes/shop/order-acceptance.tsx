import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "~/ui/button";
import { Day } from "~/ui/day";
import { StatusWord } from "~/ui/status-word";
import { acceptanceWords } from "./acceptance-words";
import { Chinese } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import type { loader } from "./order";

/** What an institution accepted of each seller's goods, and where it hands in the paper; nothing for other buyers. */
export function OrderAcceptance() {
  const { order, token, shipments, acceptances } = useLoaderData<typeof loader>();
  const { locale, to } = useShop();
  const words = acceptanceWords(locale);
  const sent = shipments.filter(({ parcels }) => parcels.length > 0);
  if (!order.isInstitution || order.state !== "PAID") return null;
  return (
    <section>
      <div className="section-head">
        <h2>{words.title}</h2>
        <a href={to.acceptanceSheet(token)}>{words.print}</a>
      </div>
      {sent.length === 0 && <p className="quiet">{words.notYet}</p>}
      <ul className="plain-list ruled">
        {sent.map((shipment) => {
          const done = acceptances.filter(({ shipmentId }) => shipmentId === shipment.id);
          const href = to.acceptance(token, { shipment: shipment.id });
          return (
            <li key={shipment.id} className="stack-small">
              {shipments.length > 1 && (
                <p>
                  <Chinese>{words.from(inLocale(locale, shipment.sellerName, shipment.sellerNameEn))}</Chinese>
                </p>
              )}
              {done.map((acceptance) => (
                <p key={acceptance.id} className="spread">
                  <span>
                    <Day>{acceptance.acceptedOn}</Day> <Chinese>{acceptance.acceptedBy}</Chinese>{" "}
                    <span className="quiet">{words.pages(acceptance.pages)}</span>
                  </span>
                  <StatusWord tone={acceptance.isFull ? "done" : "problem"}>
                    {acceptance.isFull ? words.accepted : words.withRemarks}
                  </StatusWord>
                </p>
              ))}
              <p>
                <ButtonLink tone={done.length > 0 ? "quiet" : "primary"} href={href}>
                  {done.length > 0 ? words.more : words.ask}
                </ButtonLink>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
