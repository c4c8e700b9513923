/** A village's name as on its gate, vertical in a double rule; another language's name lies below it. */
export function VillagePlaque({
  name,
  otherName,
  href,
  size,
}: {
  name: string;
  otherName?: string;
  href?: string;
  size?: "normal" | "small";
}) {
  const content = (
    <>
      <span className="plaque-name" lang="zh-CN">
        {name}
      </span>
      {otherName !== undefined && otherName !== "" && <span className="plaque-other">{otherName}</span>}
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
