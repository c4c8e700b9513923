import type { ReactNode } from "react";
import { paths } from "~/paths";
import { DemoBanner } from "~/ui/demo-banner";
import { LocaleProvider } from "~/ui/locale";
import { Wordmark } from "~/ui/wordmark";

/** The quiet frame of the pages at the door: the house's name, and one thing to do. */
export function SessionFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <LocaleProvider locale="zh">
      <DemoBanner />
      <header className="console-top on-indigo">
        <div className="console-top-row">
          <a className="wordmark" href={paths.home()}>
            <Wordmark size={24} latin="" />
          </a>
        </div>
      </header>
      <main id="main" className="page shop-main stack">
        <h1>{title}</h1>
        {children}
      </main>
    </LocaleProvider>
  );
}
