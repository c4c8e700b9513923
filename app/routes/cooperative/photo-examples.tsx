import type { ReactNode } from "react";

/** Three drawn examples of what to photograph: the goods, their size, what arrives. */
export function PhotoExamples({ open }: { open: boolean }) {
  return (
    <details open={open}>
      <summary>怎么拍：三张就够</summary>
      <ol className="photo-examples plain-list">
        <Example
          title="一、一眼看清是什么"
          about="窗边自然光，干净素底，货占画面大半。这张做封面。"
          drawn={<Goods />}
        />
        <Example title="二、看得出大小" about="放在手上，或旁边放一把尺、一枚硬币。" drawn={<Size />} />
        <Example title="三、收到是什么样" about="打开的箱子，一份的量摆出来，不多也不少。" drawn={<Box />} />
      </ol>
      <p className="field-hint">不加滤镜，不贴字，不用网上的图；不拍人脸和门牌。</p>
    </details>
  );
}

function Example({ title, about, drawn }: { title: string; about: string; drawn: ReactNode }) {
  return (
    <li>
      <figure className="stack-small">
        <svg viewBox="0 0 160 120" className="photo-example" aria-hidden="true">
          <rect x="1" y="1" width="158" height="118" />
          {drawn}
        </svg>
        <figcaption>
          <strong>{title}</strong>
          <br />
          <span className="quiet">{about}</span>
        </figcaption>
      </figure>
    </li>
  );
}

function Fruit({ x, y, size }: { x: number; y: number; size: number }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${size})`}>
      <circle r="20" data-tint="" />
      <path d="M0 -20 q2 -9 10 -11" />
      <path d="M-11 6 q10 9 21 1" />
    </g>
  );
}

function Goods() {
  return (
    <>
      <path d="M12 92 h136" />
      <Fruit x={58} y={70} size={1.1} />
      <Fruit x={100} y={72} size={1} />
      <Fruit x={80} y={46} size={1.05} />
      <path d="M120 14 l26 0 M124 22 l22 0" />
    </>
  );
}

function Size() {
  return (
    <>
      <path d="M20 84 q30 22 74 14 q30 -6 46 -22 q-8 -8 -22 0 q-10 6 -20 6 q6 -12 -8 -12 h-30 q-18 0 -40 14 z" />
      <Fruit x={72} y={50} size={1.05} />
      <path d="M24 106 h112 v-9 h-112 z M40 97 v5 M56 97 v5 M72 97 v5 M88 97 v5 M104 97 v5 M120 97 v5" />
    </>
  );
}

function Box() {
  return (
    <>
      <path d="M24 50 h112 v50 h-112 z M24 50 l-14 -18 M136 50 l14 -18 M10 32 h24 M126 32 h24" />
      <Fruit x={48} y={60} size={0.7} />
      <Fruit x={80} y={58} size={0.7} />
      <Fruit x={112} y={60} size={0.7} />
      <path d="M24 72 h112" />
    </>
  );
}
