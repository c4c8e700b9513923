import { Grade, Named } from "./chinese";
import { useShop } from "./messages/messages";
import type { VillageWork as Work } from "./village-work-store.server";

/** The lots that are being sold, each with its way, and whom to ask or tell when something seems wrong. */
export function VillageWork({ work }: { work: Work }) {
  const { m, to } = useShop();
  return (
    <>
      {work.lots.length > 0 && (
        <section>
          <div className="section-head">
            <h2>{m.village.lots}</h2>
          </div>
          <ul className="plain-list ruled">
            {work.lots.map((lot) => (
              <li key={lot.code} className="spread">
                <span>
                  <a href={to.trace(lot.code)}>
                    <Named chinese={lot.product} english={lot.productEn} />
                  </a>{" "}
                  <span className="quiet">
                    <Grade>{lot.grade}</Grade>
                  </span>
                </span>
                <span className="caption">
                  {m.card.harvested(lot.harvestedOn)}
                  {lot.households !== null && ` · ${m.home.householdsCount(lot.households)}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <div className="section-head">
          <h2>{m.village.objections}</h2>
          <a href={to.notices()}>{m.notices.title}</a>
        </div>
        {work.notices.length > 0 && (
          <ul className="plain-list ruled">
            {work.notices.map((notice) => (
              <li key={notice.number} className="spread">
                <a href={to.notice(notice.number)} lang="zh-CN">
                  {notice.title}
                </a>
                <span className="caption">{m.village.noticeUntil(notice.untilOn)}</span>
              </li>
            ))}
          </ul>
        )}
        <p className="caption">{m.village.objectionsText}</p>
      </section>
    </>
  );
}
