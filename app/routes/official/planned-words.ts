/** "安排周责任（乡政府）2026-12-05 前走访", and whether that day is gone. */
export function plannedWords(
  planned: { readonly personName: string; readonly unit: string; readonly dueOn: string },
  today: string,
): string {
  const late = planned.dueOn < today ? "，已过期限" : "";
  return `安排${planned.personName}（${planned.unit}）${planned.dueOn} 前走访${late}`;
}
