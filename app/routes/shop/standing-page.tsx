import type { ReactNode } from "react";
import { useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";
import { standingWords } from "./standing-words";

/** A page of standing words: what it is about, then its sections; `children` come in between or after. */
export function StandingPage({
  name,
  cartCount,
  children,
}: {
  name: keyof ReturnType<typeof standingWords>;
  cartCount: number;
  children?: ReactNode;
}) {
  const { locale } = useShop();
  const { title, lead, sections } = standingWords(locale)[name];
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
      </div>
      <div className="stack-large">
        {sections.map((section) => (
          <section key={section.heading}>
            <div className="section-head">
              <h2>{section.heading}</h2>
            </div>
            <ul className="prose">
              {section.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          </section>
        ))}
        {children}
      </div>
    </ShopPage>
  );
}
