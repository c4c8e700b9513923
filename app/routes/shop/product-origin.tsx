import { useLoaderData } from "@remix-run/react";
import { paths } from "~/paths";
import { Day } from "~/ui/day";
import { SummaryList } from "~/ui/summary-list";
import { Timeline } from "~/ui/timeline";
import { Chinese, Named } from "./chinese";
import { ConformityCertificate } from "./conformity-certificate";
import { certificateName } from "./listing-list";
import { useShop } from "./messages/messages";
import type { loader } from "./product";

/** The way of each lot on sale: picked, weighed and sealed, tested or promised, good until. */
export function Journey() {
  const { listing, lots } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  const [onTheBox] = lots;
  if (!onTheBox) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{m.product.journey}</h2>
      </div>
      {lots.slice(0, 3).map((lot) => (
        <div key={lot.code} className="lot-journey">
          <p className="caption">{m.product.lotCode(lot.code)}</p>
          <Timeline
            label={m.product.lotCode(lot.code)}
            steps={[
              { title: m.product.harvested, time: lot.harvestedOn, state: "done" },
              {
                title: m.product.sealed,
                ...(lot.sealedAt ? { time: lot.sealedAt } : {}),
                state: "done",
                ...(lot.households === null ? {} : { detail: m.product.lotHouseholds(lot.households) }),
              },
              ...listing.certificates
                .filter(({ kind, lotCode }) => lotCode === lot.code && (kind === "TEST" || kind === "CONFORMITY"))
                .map(({ kind, issuedOn }) => ({
                  title: kind === "TEST" ? m.product.tested : m.product.promised,
                  time: issuedOn,
                  state: "done" as const,
                })),
              { title: m.product.bestBefore, time: lot.expiresOn, state: "upcoming" },
            ]}
          />
        </div>
      ))}
      <a href={to.trace(onTheBox.code)} className="lot-code">
        <img src={paths.traceCode(onTheBox.code)} width={96} height={96} alt="" loading="lazy" />
        {m.product.codeOnBox}
      </a>
    </section>
  );
}

/** Every certificate the goods carry, shown in full. */
export function Certificates() {
  const { listing } = useLoaderData<typeof loader>();
  const { m } = useShop();
  if (listing.certificates.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{m.product.certificates}</h2>
      </div>
      <ul className="plain-list stack">
        {listing.certificates.map((certificate) => (
          <li key={`${certificate.kind} ${certificate.number}`} className="certificate">
            {certificate.promised !== null ? (
              <ConformityCertificate certificate={{ ...listing, ...certificate, ...certificate.promised }} level="h3" />
            ) : (
              <>
                <h3>{certificateName(m.certificates, certificate.kind)}</h3>
                <SummaryList
                  items={[
                    { label: m.product.certificateNumber, value: <Chinese>{certificate.number}</Chinese> },
                    {
                      label: m.product.certificateHolder,
                      value: certificate.holderName ? (
                        <Chinese>{certificate.holderName}</Chinese>
                      ) : (
                        <Named chinese={listing.sellerName} english={listing.sellerNameEn} />
                      ),
                    },
                    { label: m.product.certificateIssued, value: <Day>{certificate.issuedOn}</Day> },
                    ...(certificate.expiresOn
                      ? [{ label: m.product.certificateUntil, value: <Day>{certificate.expiresOn}</Day> }]
                      : []),
                  ]}
                />
                {certificate.kind === "CONFORMITY" && <p className="caption">{m.product.promiseText}</p>}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
