import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { paths } from "~/paths";
import { COOP_EXPORTS } from "~/settlement/export-kinds.server";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { exportList, orderExport } from "../consoles/export-desk.server";
import { ExportJobs } from "../consoles/export-jobs";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "导出";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor } = await requireWorkplace(request, "listing:view");
  const list = await exportList(actor, COOP_EXPORTS, new URL(request.url).searchParams);
  return { frame: await coopFrame(actor), ...list };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireWorkplace(request, "listing:view");
  return orderExport(request, actor, COOP_EXPORTS, paths.coop.exports());
}

export default function CoopExports() {
  const { frame, jobs, page } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="exports"
      title={errorTitle(TITLE, refused?.errors)}
      intro="只有您自己能下载；文件保留 7 天，每次下载都记入日志。"
    >
      <ErrorSummary errors={refused?.errors} title="没有导出" />
      <ExportJobs jobs={jobs} page={page} href={(number) => paths.coop.exports({ page: number })} />
    </CoopFrame>
  );
}
