import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { paths } from "~/paths";
import { Button, ButtonLink } from "~/ui/button";
import { useNonce } from "~/ui/nonce";
import type { PageHandle } from "~/ui/page-handle";
import { PostForm } from "~/ui/post-form";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "退出";

export const meta: MetaFunction = () => coopMeta(TITLE);

export const handle = { ownScript: true } satisfies PageHandle;

/** Between the button and the door for who weighs: deliveries may wait on this phone. Without scripts there are none. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { actor } = await requireCooperative(request, "intake:record");
  return { frame: await coopFrame(actor), userId: actor.userId };
}

export default function Leave() {
  const { frame, userId } = useLoaderData<typeof loader>();
  const nonce = useNonce();
  return (
    <CoopFrame frame={frame} current="intakes" title={TITLE}>
      <p id="leave-state" role="status" className="lead">
        退出后，这部手机上不再留有快速收货的页面。
      </p>
      <div data-waiting hidden className="stack">
        <p>退出以后，没有发送的单还锁在这部手机里，别人看不到；您重新登录并打开“快速收货”，就会发送。</p>
        <div className="cluster">
          <Button id="leave-send" type="button">
            现在发送
          </Button>
          <Button id="leave-file" type="button" tone="quiet">
            存成文件
          </Button>
          <ButtonLink tone="quiet" href={paths.coop.scale()}>
            回去看单
          </ButtonLink>
        </div>
      </div>
      <PostForm id="leave" action={paths.signOut()} data-user={userId} data-sync={paths.coop.syncIntake()}>
        <input type="hidden" name="phone" value="cleared" />
        <Button tone="quiet">退出</Button>
      </PostForm>
      <script nonce={nonce} src={paths.coop.leaveScript()} defer />
    </CoopFrame>
  );
}
