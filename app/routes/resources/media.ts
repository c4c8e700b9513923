import type { LoaderFunctionArgs } from "@remix-run/node";
import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { optionalActor } from "~/access/require-actor.server";
import { voicePicture } from "~/households/shown-voice-store.server";
import { isId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { sellerOfAcceptancePage } from "~/orders/acceptance-store.server";
import { sellerOfClaimPhoto } from "~/orders/claim-view-store.server";
import { sellerOf } from "~/orders/fulfilment.server";
import { parseRenditionName } from "~/media/media-kind";
import { findRendition, type ServedRendition } from "~/media/media-store.server";
import { db } from "~/platform/db.server";
import { areaOfProblemPhoto } from "~/settlement/problem-store.server";
import { villageOfFundPaper } from "~/settlement/village-fund-store.server";
import { subjectOfPaper } from "~/supply/application-store.server";
import { pictureResponse } from "./picture-response.server";
import { householdOfSlip } from "./slip-store.server";

/**
 * A picture. Public ones are the same for ever and cached by everybody; private ones (slips, claims, households' own) go to
 * those who may see them now, and to nobody's cache.
 */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const name = parseRenditionName(params.name);
  if (!isId(params.id) || name === undefined) throw notFound();
  const rendition = await findRendition(db(), params.id, name);
  if (!rendition) throw notFound();
  if (rendition.kind === "VOICE") {
    if (!(await maySeeVoice(request, params.id))) throw notFound();
    return pictureResponse(rendition);
  }
  if (!rendition.public && !(await maySee(await optionalActor(request), rendition, params.id))) throw notFound();
  return pictureResponse(rendition);
}

async function maySee(actor: Actor | undefined, rendition: ServedRendition, mediaId: string): Promise<boolean> {
  if (!actor) return false;
  const { ownerKind, ownerId } = rendition;
  if (ownerKind === "COOPERATIVE" && can(actor, "intake:view", { cooperativeId: ownerId })) return true;
  if (ownerKind === "HOUSEHOLD" && can(actor, "household:view", { householdId: ownerId })) return true;
  if (ownerKind === "APPLICATION") return maySeePaper(actor, mediaId);
  if (rendition.kind === "CERTIFICATE" && can(actor, "cooperative:approve")) return true;
  if (rendition.kind === "CLAIM") return maySeeClaim(actor, mediaId);
  if (rendition.kind === "ACCEPTANCE") return maySeeAcceptance(actor, mediaId);
  if (rendition.kind === "REVIEW") return can(actor, "review:moderate");
  if (rendition.kind !== "SLIP") return false;
  const household = await householdOfSlip(db(), mediaId);
  if (household) return can(actor, "household:view", household);
  const village = await villageOfFundPaper(db(), mediaId);
  if (village) return can(actor, "region:view", village);
  const problem = await areaOfProblemPhoto(db(), mediaId);
  return problem !== undefined && can(actor, "problem:work", problem);
}

/**
 * A household's picture: everybody's for as long as its words are shown and it agrees to its photo, asked anew each time; at all
 * other times its own and its officials'.
 */
async function maySeeVoice(request: Request, mediaId: string): Promise<boolean> {
  const now = new Date();
  const picture = await voicePicture(db(), mediaId, dayOf(now));
  if (!picture) return false;
  if (picture.shown) return true;
  const actor = await optionalActor(request, now);
  return actor !== undefined && can(actor, "household:view", picture);
}

/** A paper of an application: the county's reviewers and the operator, and each look is in the access log. */
async function maySeePaper(actor: Actor, mediaId: string): Promise<boolean> {
  const subject = await subjectOfPaper(db(), mediaId);
  if (!subject || !can(actor, "application:papers", subject)) return false;
  await logAccess(db(), {
    actor,
    action: "application:open-paper",
    subjectKind: "application",
    subjectId: subject.applicationId,
    now: new Date(),
  });
  return true;
}

/** Those who answer the claim: the seller of the claimed goods, and the platform. No other seller of the same order. */
async function maySeeClaim(actor: Actor, mediaId: string): Promise<boolean> {
  const seller = await sellerOfClaimPhoto(db(), mediaId);
  return seller !== undefined && can(actor, "order:view", sellerOf(seller));
}

/** Who keeps the books of the accepted goods, and the platform. */
async function maySeeAcceptance(actor: Actor, mediaId: string): Promise<boolean> {
  const seller = await sellerOfAcceptancePage(db(), mediaId);
  return seller !== undefined && can(actor, "acceptance:view", sellerOf(seller));
}
