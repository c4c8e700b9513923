import { paths } from "~/paths";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import type { ExportList } from "./export-desk.server";

/** The asker's exports: how far each is, how large, until when it is kept, and the link to it. */
export function ExportJobs({ jobs, page, href }: ExportList & { href: (page?: number) => string }) {
  const open = jobs.some(({ state }) => state === "WAITING" || state === "RUNNING");
  if (jobs.length === 0) {
    return <EmptyState title="还没有导出过">在列表页按条件查询后，点“导出当前…”，文件会出现在这里。</EmptyState>;
  }
  return (
    <>
      {open && (
        <p className="toolbar">
          <span className="quiet">较大的文件在后台生成，可以离开这一页。</span>
          <ButtonLink tone="quiet" href={href(page.number)}>
            刷新进度
          </ButtonLink>
        </p>
      )}
      <Table
        caption="我的导出"
        captionHidden
        small="cards"
        columns={[
          { key: "title", label: "内容" },
          { key: "requested", label: "提出时间" },
          { key: "rows", label: "行数", align: "end" },
          { key: "size", label: "大小", align: "end" },
          { key: "expires", label: "保留到" },
          { key: "state", label: "状态" },
          { key: "file", label: "文件" },
        ]}
      >
        {jobs.map((job) => (
          <tr key={job.id}>
            <th scope="row">
              {job.title} {job.personal && <span className="caption">含个人信息</span>}
            </th>
            <Cell label="提出时间">{job.requested}</Cell>
            <Cell label="行数" number>
              {job.rowsTotal.toLocaleString("zh-CN")}
            </Cell>
            <Cell label="大小" number>
              {job.bytes === null ? "—" : sizeWords(job.bytes)}
            </Cell>
            <Cell label="保留到">{job.expires ?? "—"}</Cell>
            <Cell label="状态">
              <StatusWord tone={TONES[job.state]}>
                {job.state === "RUNNING" ? `${job.word} ${share(job.rowsDone, job.rowsTotal)}` : job.word}
              </StatusWord>
            </Cell>
            <Cell label="文件">
              {job.state === "DONE" ? (
                <a href={paths.exportFile(job.id)} download>
                  下载 {job.format === "XLSX" ? "Excel" : "CSV"}
                  <span className="visually-hidden">
                    {job.title} {job.requested}
                  </span>
                </a>
              ) : (
                HINTS[job.state]
              )}
            </Cell>
          </tr>
        ))}
      </Table>
      <Pagination page={page} href={href} />
    </>
  );
}

const TONES: Record<ExportList["jobs"][number]["state"], StatusTone> = {
  WAITING: "waiting",
  RUNNING: "waiting",
  DONE: "done",
  FAILED: "problem",
  EXPIRED: "neutral",
};

const HINTS: Record<Exclude<ExportList["jobs"][number]["state"], "DONE">, string> = {
  WAITING: "—",
  RUNNING: "—",
  FAILED: "请回列表页再导一次",
  EXPIRED: "文件已删除，请再导一次",
};

function share(done: number, total: number): string {
  return `${Math.min(99, Math.floor((done * 100) / Math.max(1, total)))}%`;
}

function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
