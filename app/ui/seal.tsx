/** The mark of something confirmed: 已核对, 已公示. Four characters and more stand in two columns, as on a stone seal. */
export function Seal({ children, tone }: { children: string; tone?: "problem" }) {
  const chinese = /^[\p{Script=Han}]+$/u.test(children);
  const half = Math.ceil(children.length / 2);
  return (
    <span className="seal" data-tone={tone} lang={chinese ? "zh-CN" : "en"}>
      {chinese && children.length >= 4 ? (
        <>
          {children.slice(0, half)}
          <br />
          {children.slice(half)}
        </>
      ) : (
        children
      )}
    </span>
  );
}
