import { paths } from "~/paths";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/form";
import { SummaryList } from "~/ui/summary-list";

/** What was chosen before, as it stands in the address. */
type Asked = { household: string; product: string; unit: string; coop: string };
type Named = { id: string; headName: string; about: string };

export function ChooseCooperative({ cooperatives }: { cooperatives: readonly { id: string; name: string }[] }) {
  return (
    <section className="stack">
      <h2>给哪个合作社收货？</h2>
      <div className="cluster">
        {cooperatives.map(({ id, name }) => (
          <ButtonLink key={id} tone="quiet" size="large" href={paths.coop.newIntake({ coop: id })}>
            {name}
          </ButtonLink>
        ))}
      </div>
    </section>
  );
}

export function ChooseHousehold({
  asked,
  query,
  found,
  recent,
}: {
  asked: Asked;
  query: string;
  found: readonly Named[];
  recent: readonly Named[];
}) {
  const to = (household: string) =>
    paths.coop.newIntake({ household, product: asked.product, unit: asked.unit, coop: asked.coop });
  return (
    <>
      <section className="stack">
        <h2>谁送来的？</h2>
        <form method="get" action={paths.coop.newIntake()} className="form" role="search" aria-label="查找社员">
          {asked.product !== "" && <input type="hidden" name="product" value={asked.product} />}
          {asked.unit !== "" && <input type="hidden" name="unit" value={asked.unit} />}
          {asked.coop !== "" && <input type="hidden" name="coop" value={asked.coop} />}
          <Field
            label="社员姓名、拼音或编号"
            name="q"
            defaultValue={query}
            hint="例如：程有福、chengyoufu 或编号后几位"
            autoComplete="off"
          />
          <div className="form-actions">
            <Button>查找</Button>
          </div>
        </form>
        {query !== "" && found.length === 0 && (
          <EmptyState title={`没有找到“${query}”`}>只查本社今天的社员。没有登记的人请选“其他供货人”。</EmptyState>
        )}
        <People people={found} to={to} label="查到的社员" />
      </section>
      {query === "" && recent.length > 0 && (
        <section className="stack">
          <h2>最近送过货的</h2>
          <People people={recent} to={to} label="最近送过货的社员" />
        </section>
      )}
      <p>
        <a href={to("other")}>其他供货人（没有登记的农户）</a>
      </p>
    </>
  );
}

function People({ people, to, label }: { people: readonly Named[]; to: (id: string) => string; label: string }) {
  if (people.length === 0) return null;
  return (
    <ul className="halves plain-list" aria-label={label}>
      {people.map((one) => (
        <li key={one.id}>
          <ButtonLink tone="quiet" size="large" wide href={to(one.id)}>
            {one.headName} <span className="caption">{one.about}</span>
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}

export function ChooseProduct({
  asked,
  supplier,
  recent,
  others,
}: {
  asked: Asked;
  supplier: string;
  recent: readonly { id: string; name: string }[];
  others: readonly { id: string; name: string }[];
}) {
  const to = (product: string) =>
    paths.coop.newIntake({ household: asked.household, product, unit: asked.unit, coop: asked.coop });
  return (
    <>
      <SummaryList
        items={[
          {
            label: "供货人",
            value: supplier,
            action: { href: paths.coop.newIntake({ coop: asked.coop }), text: "更改", about: "供货人" },
          },
        ]}
      />
      <section className="stack">
        <h2>送来什么？</h2>
        {recent.length > 0 && <Products products={recent} to={to} label="最近收过的产品" />}
        {others.length > 0 && (
          <details open={recent.length === 0}>
            <summary>其他产品</summary>
            <Products products={others} to={to} label="其他产品" />
          </details>
        )}
      </section>
    </>
  );
}

function Products({
  products,
  to,
  label,
}: {
  products: readonly { id: string; name: string }[];
  to: (id: string) => string;
  label: string;
}) {
  return (
    <ul className="cluster plain-list" aria-label={label}>
      {products.map(({ id, name }) => (
        <li key={id}>
          <ButtonLink tone="quiet" size="large" href={to(id)}>
            {name}
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}
