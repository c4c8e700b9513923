/** A village's name as on its gate, vertical in a double rule; what else is said of it lies below, such as its English name. */
export function VillagePlaque({
  name,
  below,
  href,
  size,
}: {
  name: string;
  below?: string;
  href?: string;
  size?: "normal" | "small";
}) {
  const content = (
    <>
      <span className="plaque-name" lang="zh-CN">
        {name}
      </span>
      {below !== undefined && below !== "" && <span className="plaque-other">{below}</span>}
    </>
  );
  return href === undefined ? (
    <span className="plaque" data-size={size}>
      {content}
    </span>
  ) : (
    <a className="plaque" data-size={size} href={href}>
      {content}
    </a>
  );
}
