import type { ClaimKind, ClaimState } from "~/orders/claim-state";
import { ButtonLink } from "~/ui/button";
import { StatusWord } from "~/ui/status-word";
import { CLAIM_TONES, claimWords } from "./claim-words";
import { Chinese } from "./chinese";
import { useShop } from "./messages/messages";

/** What of the order may be claimed, and what was; nothing where neither is so. */
export function OrderClaims({
  token,
  claimable,
  claims,
}: {
  token: string;
  claimable: readonly { id: string; kind: ClaimKind; title: string; until: string }[];
  claims: readonly { id: string; number: string; state: ClaimState; kind: ClaimKind; title: string }[];
}) {
  const { locale, to } = useShop();
  const words = claimWords(locale);
  if (claimable.length + claims.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{words.opened}</h2>
      </div>
      <ul className="plain-list ruled">
        {claims.map((claim) => (
          <li key={claim.id} className="spread">
            <span>
              <a href={to.claim(token, claim.id)}>{words.number(claim.number)}</a>{" "}
              <span className="quiet">
                {words.title[claim.kind]} · <Chinese>{claim.title}</Chinese>
              </span>
            </span>
            <StatusWord tone={CLAIM_TONES[claim.state]}>{words.states[claim.state]}</StatusWord>
          </li>
        ))}
        {claimable.map((line) => (
          <li key={line.id} className="spread">
            <span>
              <Chinese>{line.title}</Chinese> <span className="caption">{words.before(line.until)}</span>
            </span>
            <ButtonLink tone="quiet" href={to.newClaim(token, { line: line.id })}>
              {words.ask[line.kind]}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
