/** How many records still wait on this device to be sent; always on screen where records are made. */
export function QueueBadge({ count, href, label }: { count: number; href?: string; label?: string }) {
  const text = label ?? (count === 0 ? "已全部发送" : `${count} 条待发送`);
  const shown = { className: "queue-badge", "data-waiting": count > 0 ? "" : undefined };
  return href === undefined ? (
    <span {...shown} role="status">
      {text}
    </span>
  ) : (
    <a {...shown} href={href}>
      {text}
    </a>
  );
}
