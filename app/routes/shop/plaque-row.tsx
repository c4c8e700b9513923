import { VillagePlaque } from "~/ui/village-plaque";
import { useShop } from "./messages/messages";

/** Villages side by side, each by its plaque, which leads to the village's page. */
export function PlaqueRow({
  villages,
}: {
  villages: readonly { readonly code: string; readonly name: string; readonly below?: string }[];
}) {
  const { to } = useShop();
  return (
    <ul className="plaque-row">
      {villages.map(({ code, name, below }) => (
        <li key={code}>
          <VillagePlaque name={name} {...(below === undefined ? {} : { below })} href={to.village(code)} size="small" />
        </li>
      ))}
    </ul>
  );
}
