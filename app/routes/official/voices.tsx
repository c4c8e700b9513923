import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isVoiceState, VOICE_STATES, VOICE_WRITERS, type VoiceState } from "~/households/voice";
import { voicesInState } from "~/households/voice-store.server";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const TITLE = "户里的话";
const PAGE_SIZE = 20;
const LETTERS_SHOWN = 40;

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const asked = search.get("state");
  const state: VoiceState = isVoiceState(asked) ? asked : "WAITING";
  const { rows, ...page } = await voicesInState(db(), areaPrefixes, state, pageRequest(search, PAGE_SIZE));
  return {
    frame,
    state,
    page,
    rows: rows.map((row) => ({
      id: row.id,
      householdId: row.householdId,
      household: `${row.householdNumber} ${row.maskedHeadName}`,
      village: row.villageName,
      beginning:
        [...row.words].length > LETTERS_SHOWN ? `${[...row.words].slice(0, LETTERS_SHOWN).join("")}…` : row.words,
      hasPhoto: row.hasPhoto,
      writtenAs: VOICE_WRITERS[row.writtenAs],
      writtenAt: minuteOf(row.writtenAt),
      own: row.writtenById === actor.userId,
      storyInForce: row.storyInForce,
    })),
  };
}

export default function GovVoices() {
  const { frame, state, rows, page } = useLoaderData<typeof loader>();
  return (
    <GovFrame
      frame={frame}
      current="voices"
      title={TITLE}
      intro="农户同意展示的话：种什么、怎么种。写下的人以外的干部看过才展示；农户收回同意，网站上马上看不到。"
    >
      <ul className="tabs no-print">
        {(Object.keys(VOICE_STATES) as VoiceState[]).map((one) => (
          <li key={one}>
            <a href={paths.gov.voices({ state: one })} aria-current={one === state ? "page" : undefined}>
              {VOICE_STATES[one]}
            </a>
          </li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <EmptyState title="这里没有">农户自己写的、干部和服务点记下的话，先到“待审看”。</EmptyState>
      ) : (
        <Table
          caption={VOICE_STATES[state]}
          small="cards"
          columns={[
            { key: "household", label: "农户" },
            { key: "village", label: "村" },
            { key: "words", label: "说的话" },
            { key: "by", label: "怎么写下的" },
            { key: "at", label: "时间" },
          ]}
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={paths.gov.householdVoice(row.householdId)}>{row.household}</a>
              </th>
              <Cell label="村">{row.village}</Cell>
              <Cell label="说的话">
                {row.beginning}
                {row.hasPhoto && <span className="caption"> 附照片</span>}
                {!row.storyInForce && <span className="caption"> 同意已收回，不展示</span>}
              </Cell>
              <Cell label="怎么写下的">
                {row.writtenAs}
                {row.own && state === "WAITING" && <span className="caption"> 您写的，请别人看</span>}
              </Cell>
              <Cell label="时间">{row.writtenAt}</Cell>
            </tr>
          ))}
        </Table>
      )}
      <Pagination page={page} href={(number) => paths.gov.voices({ state, page: number })} />
    </GovFrame>
  );
}
