import { Button } from "~/ui/button";
import { ErrorSummary, type FormErrors } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { DryRunTable, type DryRunData } from "./dry-run-table";
import { OpsFrame, type OpsEntry, type OpsFrameData } from "./ops-frame";
import type { VersionState } from "./version-state";

/** One version of a rule: what it says, what it would change, and the second person's decision. */
export function VersionPage(page: {
  frame: OpsFrameData;
  current: OpsEntry;
  list: string;
  listName: string;
  title: string;
  facts: readonly { label: string; value: string }[];
  state: VersionState;
  waits: boolean;
  mayApprove: boolean;
  own: boolean;
  run: DryRunData;
  errors: FormErrors | undefined;
}) {
  return (
    <OpsFrame
      frame={page.frame}
      current={page.current}
      title={errorTitle(page.title, page.errors)}
      crumbs={[{ label: page.listName, href: page.list }, { label: page.title }]}
    >
      <ErrorSummary errors={page.errors} title="没有处理" />
      <SummaryList
        items={[
          { label: "状态", value: <StatusWord tone={page.state.tone}>{page.state.word}</StatusWord> },
          ...page.facts,
        ]}
      />
      <DryRunTable run={page.run} />
      {page.mayApprove && page.own && <Notice>这是您提出的版本，须由另一位同事批准；您可以撤回（退回）它。</Notice>}
      {page.mayApprove && (
        <PostForm className="form-actions">
          {!page.own && (
            <Button name="decision" value="approve">
              批准
            </Button>
          )}
          <Button name="decision" value="reject" tone="danger">
            退回
          </Button>
        </PostForm>
      )}
    </OpsFrame>
  );
}
