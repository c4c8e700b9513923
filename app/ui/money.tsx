import { formatYuan } from "~/kernel/money";

type MoneyProps = {
  fen: bigint | number;
  /** money that reaches a household: the one warm colour, used for nothing else */
  household?: boolean;
  /** show "+" before a gain, for adjustments */
  signed?: boolean;
};

/** "¥39.80", with figures of one width. */
export function Money({ fen, household, signed }: MoneyProps) {
  return (
    <span className="money" data-household={household ? "" : undefined}>
      {yuanText(fen, signed)}
    </span>
  );
}

/** The same as a right-aligned table cell; `href` leads to what the figure is made of. Tables are long: no element more than needed. */
export function MoneyCell({ href, label, fen, household, signed }: MoneyProps & { href?: string; label?: string }) {
  const text = yuanText(fen, signed);
  const mark = household ? "" : undefined;
  if (href === undefined) {
    return (
      <td className="number money" data-household={mark} data-label={label}>
        {text}
      </td>
    );
  }
  return (
    <td className="number" data-label={label}>
      <a className="money" data-household={mark} href={href}>
        {text}
      </a>
    </td>
  );
}

/** "¥39.80", "−¥1.00": for titles and texts that are no elements. */
export function yuanText(fen: bigint | number, signed = false): string {
  const text = formatYuan(fen);
  if (text.startsWith("−")) return `−¥${text.slice(1)}`;
  return `${signed && BigInt(fen) > 0n ? "+" : ""}¥${text}`;
}
