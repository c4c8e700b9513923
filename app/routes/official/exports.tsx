import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { paths } from "~/paths";
import { GOV_EXPORTS } from "~/settlement/export-kinds.server";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { exportList, orderExport } from "../consoles/export-desk.server";
import { ExportJobs } from "../consoles/export-jobs";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const TITLE = "导出";

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, frame } = await requireOfficial(request);
  const list = await exportList(actor, GOV_EXPORTS, new URL(request.url).searchParams);
  return { frame, ...list };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  return orderExport(request, actor, GOV_EXPORTS, paths.gov.exports());
}

export default function GovExports() {
  const { frame, jobs, page } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <GovFrame
      frame={frame}
      current="exports"
      title={errorTitle(TITLE, refused?.errors)}
      intro="只有您自己能下载；文件保留 7 天，每次下载都记入日志。"
    >
      <ErrorSummary errors={refused?.errors} title="没有导出" />
      <ExportJobs jobs={jobs} page={page} href={(number) => paths.gov.exports({ page: number })} />
    </GovFrame>
  );
}
