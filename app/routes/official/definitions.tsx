/** 指标口径: what each figure of a list counts. */
export function Definitions({ of }: { of: readonly (readonly [string, string])[] }) {
  return (
    <details className="no-print">
      <summary>指标口径</summary>
      <dl className="definitions">
        {of.map(([term, meaning]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
