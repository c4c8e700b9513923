#!/usr/bin/env node
// Checks an audit bundle without us: no network, no database, nothing but Node. What it works out anew, from the bundle alone:
// the digest of every piece and the signature over them, the hash of every journal and of what it was made of, the chain of
// seals up to the one that was published that day, every lot's composition, and the sum at every level. Whatever differs is named.
import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The newest form, and the one before it, whose heads do not say which close froze them. */
const FORMATS = ["huhui-audit-bundle-2", "huhui-audit-bundle-1"];
const FIELD = "\u001f";
const RECORD = "\u001e";

const USAGE = `node scripts/verify-bundle.mjs BUNDLE.json SEALS.json

  BUNDLE.json  exported from a household's audit page
  SEALS.json   the published seals: /transparency/seals.json, best as you kept it yourself
Ends with 0 when everything holds, 1 when something does not, 2 when it could not be read.`;

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
const sum = (fens) => fens.reduce((total, fen) => total + BigInt(fen), 0n);
const yuan = (fen) =>
  `${fen < 0n ? "-" : ""}${(fen < 0n ? -fen : fen) / 100n}.${String((fen < 0n ? -fen : fen) % 100n).padStart(2, "0")}`;

/** The one text of a value: keys sorted, nothing between. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** Checks a bundle's text against the published seals. Answers what was checked, and what does not hold, by name. */
export function verifyBundle(text, published) {
  const problems = [];
  const checked = [];
  const check = (name, holds, why = "") => {
    if (holds) checked.push(name);
    else problems.push(why === "" ? name : `${name}: ${why}`);
    return holds;
  };

  let file;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return { checked, problems: [`the file is not JSON: ${error.message}`] };
  }
  const { bundle, digests, signature } = file ?? {};
  if (!FORMATS.includes(bundle?.format))
    return { checked, problems: [`format: ${String(bundle?.format)} is not ${FORMATS[0]}`] };
  check("canonical form", text === `${canonical(file)}\n`, "the bytes are not those of the one form");
  try {
    checkPieces(bundle, digests, signature, published, check);
    checkJournals(bundle, check);
    checkSeals(bundle, published, check);
    checkIncome(bundle, check);
    checkPapers(bundle, check);
    checkLines(bundle, check);
  } catch (error) {
    problems.push(`the bundle is not complete: ${error.message}`);
  }
  return { checked, problems };
}

function checkPieces(bundle, digests, signature, published, check) {
  const pieces = new Map();
  for (const [section, value] of Object.entries(bundle)) {
    if (!Array.isArray(value)) {
      pieces.set(section, canonical(value));
      continue;
    }
    pieces.set(section, `${value.length}`);
    value.forEach((item, index) => {
      pieces.set(`${section}/${item.id ?? item.day ?? item.incomeClass ?? item.kind ?? index}`, canonical(item));
    });
  }
  for (const [name, piece] of pieces) check(`digest of ${name}`, digests?.[name] === sha256(piece), "it was changed");
  for (const name of Object.keys(digests ?? {})) check(`piece ${name}`, pieces.has(name), "it was taken out");
  let holds = false;
  try {
    const key = createPublicKey({ key: Buffer.from(published.key, "base64"), format: "der", type: "spki" });
    holds = verifySignature(null, Buffer.from(canonical(digests), "utf8"), key, Buffer.from(signature, "base64"));
  } catch {
    // a key or signature of the wrong form signs nothing
  }
  check("signature", holds, "it is not of the published key");
}

function journalText(journal) {
  const head = [
    journal.id,
    journal.kind,
    journal.sourceId,
    journal.inputHash,
    String(journal.occurredAt),
    journal.period,
    journal.reversesId,
    journal.actorId,
    journal.memo,
  ];
  const lines = journal.postings.map((posting, position) => [
    String(position),
    posting.source,
    posting.destination,
    posting.amountFen,
    journal.period,
    posting.part,
    posting.partNumber === null ? null : String(posting.partNumber),
    posting.orderLineId,
    posting.lotId,
    posting.intakeId,
    posting.payoutId,
    posting.householdId,
    posting.cooperativeId,
    posting.flow,
  ]);
  return [head, ...lines].map((fields) => fields.map((field) => field ?? "").join(FIELD)).join(RECORD);
}

/** What an event was made of, out of the papers in the bundle; undefined when they are not part of it. */
function inputsOf(journal, bundle) {
  const of = (section) => bundle[section].find(({ id }) => id === journal.sourceId);
  switch (journal.kind) {
    case "SALE": {
      const order = of("orders");
      return (
        order && [
          order.id,
          order.totalFen,
          order.platformDiscountFen,
          ...order.lines.flatMap((line) => [line.id, line.netFen, line.processingFen]),
        ]
      );
    }
    case "REFUND_REQUESTED": {
      const refund = of("refunds");
      const lines = refund?.lines.flatMap((line) => [line.orderLineId, line.amountFen, line.discountBackFen]) ?? [];
      return refund && [refund.orderId, refund.amountFen, refund.bearer, ...lines];
    }
    case "INTAKE": {
      const slip = of("slips");
      return slip && [slip.cooperativeId, slip.householdId, slip.amountFen, slip.settlementMode];
    }
    case "PAYOUT": {
      const payout = of("payouts");
      return (
        payout && [payout.cooperativeId, payout.householdId, payout.flow, payout.period, payout.amountFen, payout.basis]
      );
    }
    case "DISBURSEMENT": {
      const voucher = of("vouchers");
      return voucher && [voucher.payeeAccount, voucher.amountFen];
    }
    default:
      return undefined;
  }
}

const MUST_HAVE_PAPERS = ["SALE", "REFUND_REQUESTED", "INTAKE", "PAYOUT", "DISBURSEMENT"];

function checkJournals(bundle, check) {
  for (const journal of bundle.journals) {
    const name = `journal ${journal.kind} ${journal.id}`;
    check(
      `${name}: content`,
      sha256(journalText(journal)) === journal.contentHash,
      "its postings or head were changed",
    );
    const inputs = inputsOf(journal, bundle);
    if (inputs === undefined) {
      check(`${name}: papers`, !MUST_HAVE_PAPERS.includes(journal.kind), "what it was made of is missing");
      continue;
    }
    check(
      `${name}: papers`,
      sha256(inputs.map((input) => input ?? "").join(FIELD)) === journal.inputHash,
      `${journal.sourceId} is not what was booked`,
    );
  }
}

function checkSeals(bundle, published, check) {
  const known = new Map((published?.seals ?? []).map((seal) => [seal.day, seal]));
  const sealed = new Map();
  for (const { day, published: last, chain } of bundle.seals) {
    const there = known.get(day);
    const name = `seals of ${day}`;
    const same = there !== undefined && there.sequence === last.sequence && there.hash === last.hash;
    const later = there !== undefined && BigInt(there.sequence) > BigInt(last.sequence);
    check(
      `${name}: published`,
      same,
      there === undefined
        ? "that day's seal is not among the published ones"
        : later
          ? `${there.sequence} was published later that day: export again`
          : `${there.sequence} ${there.hash} was published`,
    );
    let previous;
    for (const seal of chain) {
      const text = [seal.sequence, seal.journalId, seal.journalHash, seal.previousHash].join(FIELD);
      const follows =
        previous === undefined ||
        (seal.previousHash === previous.hash && BigInt(seal.sequence) === BigInt(previous.sequence) + 1n);
      check(`seal ${seal.sequence}`, sha256(text) === seal.hash && follows, "the chain is broken here");
      sealed.set(seal.journalId, seal.journalHash);
      previous = seal;
    }
    check(
      `${name}: end`,
      previous?.sequence === last.sequence && previous?.hash === last.hash,
      "the chain does not end there",
    );
  }
  for (const journal of bundle.journals) {
    check(
      `journal ${journal.kind} ${journal.id}: sealed`,
      sealed.get(journal.id) === journal.contentHash,
      "no seal holds this content",
    );
  }
}

const isPayable = (account) => /^household:.*:payable$/.test(account);
const isPending = (account) => /^household:.*:pending$/.test(account);
const isBank = (account) => account.startsWith("bank:");

/** What a posting is to the household, by the names of its accounts. */
function effectOf({ source, destination, amountFen }) {
  const fen = BigInt(amountFen);
  return {
    accruedFen: isPayable(destination) && !isBank(source) ? fen : isPayable(source) && !isBank(destination) ? -fen : 0n,
    paidFen: isBank(destination) ? fen : isBank(source) ? -fen : 0n,
    pendingFen: isPending(destination) ? fen : isPending(source) ? -fen : 0n,
  };
}

function checkIncome(bundle, check) {
  const { household, period, totals } = bundle;
  const classOf = new Map(bundle.classMap.rows.map(({ flow, incomeClass }) => [flow, incomeClass]));
  const journals = new Map(bundle.journals.map((journal) => [journal.id, journal]));
  const equal = (name, shown, summed) =>
    check(name, BigInt(shown) === summed, `${yuan(BigInt(shown))} is shown, ${yuan(summed)} is the sum`);

  const listed = new Set();
  for (const one of bundle.classes) {
    for (const entry of one.entries) {
      const name = `entry ${entry.journalId} ${entry.position}`;
      const journal = journals.get(entry.journalId);
      const posting = journal?.postings[entry.position];
      if (
        !check(
          name,
          posting?.householdId === household.id && journal.period === period,
          "no posting of this household and month",
        )
      )
        continue;
      check(
        `${name}: class`,
        classOf.get(posting.flow) === one.incomeClass,
        `${posting.flow} is ${classOf.get(posting.flow)}`,
      );
      const effect = effectOf(posting);
      for (const stage of ["accruedFen", "paidFen", "pendingFen"])
        equal(`${name}: ${stage}`, entry[stage], effect[stage]);
      listed.add(`${entry.journalId} ${entry.position}`);
    }
    for (const stage of ["accruedFen", "paidFen", "pendingFen"])
      equal(`class ${one.incomeClass}: ${stage}`, one[stage], sum(one.entries.map((entry) => entry[stage])));
  }
  for (const journal of bundle.journals) {
    if (journal.period !== period) continue;
    journal.postings.forEach((posting, position) => {
      if (posting.householdId === household.id)
        check(
          `entry ${journal.id} ${position}: listed`,
          listed.has(`${journal.id} ${position}`),
          "it is left out of its class",
        );
    });
  }
  const counted = bundle.classes.filter(({ incomeClass }) => incomeClass !== "EXCLUDED");
  const paid = sum(counted.map(({ paidFen }) => paidFen));
  const costs = sum(bundle.costs.map(({ amountFen }) => amountFen));
  const declared = bundle.declarations
    .filter((one) => one.incomeClass !== "EXCLUDED")
    .reduce((total, one) => total + BigInt(one.grossFen) - BigInt(one.costFen), 0n);
  for (const one of bundle.declarations)
    check(
      `declaration ${one.id}: class`,
      classOf.get(one.flow) === one.incomeClass,
      `${one.flow} is ${classOf.get(one.flow)}`,
    );
  equal("total accrued", totals.accruedFen, sum(counted.map(({ accruedFen }) => accruedFen)));
  equal("total paid", totals.paidFen, paid);
  equal("costs", totals.costFen, costs);
  equal("net of the platform", totals.netPaidFen, paid - costs);
  equal("declared net", totals.declaredNetFen, declared);
  equal("whole net", totals.completeNetFen, paid - costs + declared);
  const { people, on, frozen } = bundle.heads;
  check(
    "heads: their month",
    on.startsWith(`${bundle.period}-`) && (frozen?.month ?? bundle.period) === bundle.period,
    `they are of ${on}${frozen ? `, frozen by ${frozen.month}` : ""}`,
  );
  const whole = paid - costs + declared;
  // Rounded towards zero: a figure per head never shows more than there is.
  const perHead = people === 0 ? null : String(whole / BigInt(people));
  check("per head", totals.perHeadFen === perHead, `${totals.perHeadFen} is shown, ${perHead} it is`);
}

function checkPapers(bundle, check) {
  const ofKind = (kind, id) => bundle.journals.filter((journal) => journal.kind === kind && journal.sourceId === id);
  for (const voucher of bundle.vouchers) {
    const name = `voucher ${voucher.voucherNumber ?? voucher.id}`;
    const postings = ofKind("DISBURSEMENT", voucher.id).flatMap((journal) => journal.postings);
    check(
      `${name}: amount`,
      sum(postings.map(({ amountFen }) => amountFen)) === BigInt(voucher.amountFen),
      `${yuan(BigInt(voucher.amountFen))} is on it, ${yuan(sum(postings.map(({ amountFen }) => amountFen)))} was booked`,
    );
    check(
      `${name}: accounts`,
      postings.every(
        ({ source, destination }) => source === voucher.payeeAccount && destination === voucher.payerAccount,
      ),
      "other accounts were booked",
    );
    check(`${name}: payee`, voucher.payeeAccount === `household:${bundle.household.id}:payable`, "it is another's");
  }
  for (const slip of bundle.slips) {
    const name = `slip ${slip.number}`;
    check(`${name}: household`, slip.householdId === bundle.household.id, "it is another's");
    check(
      `${name}: weight`,
      slip.net === slip.gross - slip.tare - slip.deduction,
      "net is not gross − tare − deduction",
    );
    if (slip.amountFen === null || slip.unitPriceFen === null) continue;
    const per = slip.baseUnit === "GRAM" ? 1000n : 1n;
    const whole = BigInt(Math.abs(slip.net)) * BigInt(slip.unitPriceFen);
    const amount = (whole * 2n + per) / (per * 2n);
    check(`${name}: amount`, amount === BigInt(slip.amountFen.replace("-", "")), `${yuan(amount)} is weight × price`);
    const booked = ofKind("INTAKE", slip.id).flatMap((journal) => journal.postings.map(({ amountFen }) => amountFen));
    if (booked.length > 0)
      check(`${name}: booked`, sum(booked) === BigInt(slip.amountFen), "another amount was booked");
  }
  for (const payout of bundle.payouts) {
    const booked = ofKind("PAYOUT", payout.id).flatMap((journal) => journal.postings.map(({ amountFen }) => amountFen));
    check(`payout ${payout.id}`, sum(booked) === BigInt(payout.amountFen), "another amount was booked");
  }
  for (const lot of bundle.lots) {
    const rows = lot.rows.map((row, position) =>
      [
        position,
        row.householdId ?? "OTHER",
        row.settlementMode,
        row.quantity,
        row.weight,
        row.unitPriceFen ?? "-",
      ].join("|"),
    );
    const text = [["huhui-lot-1", lot.id, lot.productId, lot.quantity].join("|"), ...rows].join("\n");
    check(`lot ${lot.code}: composition`, sha256(text) === lot.compositionHash, "it is not what was frozen");
    check(
      `lot ${lot.code}: quantity`,
      lot.rows.reduce((all, { quantity }) => all + quantity, 0) === lot.quantity,
      "the rows do not add up to it",
    );
  }
}

function checkLines(bundle, check) {
  for (const line of bundle.lines) {
    const name = `order line ${line.id}`;
    const parts = bundle.journals.flatMap((journal) =>
      journal.postings
        .filter((posting) => posting.orderLineId === line.id && posting.partNumber !== null)
        .map((posting) => ({ ...posting, kind: journal.kind })),
    );
    const given = sum(parts.filter(({ source }) => source.startsWith("order:")).map(({ amountFen }) => amountFen));
    const taken = parts.filter(({ destination }) => destination.startsWith("order:"));
    const lost = sum(taken.filter(({ kind }) => kind === "DISPUTE_LOST").map(({ amountFen }) => amountFen));
    const back = bundle.refunds.flatMap(({ lines }) => lines).filter(({ orderLineId }) => orderLineId === line.id);
    const refunded = sum(back.flatMap(({ amountFen, discountBackFen }) => [amountFen, discountBackFen]));
    const remaining = given - sum(taken.map(({ amountFen }) => amountFen));
    const net = BigInt(line.netFen);
    check(`${name}: split`, net === given, `${yuan(given)} was split of ${yuan(net)}`);
    check(
      `${name}: refunds`,
      remaining === net - refunded - lost,
      `${yuan(remaining)} remains of ${yuan(net)} less ${yuan(refunded + lost)}`,
    );
    check(
      `${name}: attributed`,
      BigInt(line.attributedFen) === (line.kind === "GOODS" ? remaining : 0n),
      `${yuan(BigInt(line.attributedFen))} is attributed`,
    );
    const order = bundle.orders.find(({ id }) => id === line.orderId);
    check(
      `${name}: order`,
      order?.lines.some((one) => one.id === line.id && one.netFen === line.netFen) === true,
      "the order says otherwise",
    );
    const held = line.picks.filter(({ released }) => !released);
    check(
      `${name}: picks`,
      held.length === 0 || held.reduce((all, { quantity }) => all + quantity, 0) === line.quantity * line.packQuantity,
      "the lots do not give what was sold",
    );
    for (const { lotId } of line.picks)
      check(
        `${name}: lot ${lotId}`,
        bundle.lots.some(({ id }) => id === lotId),
        "it is missing",
      );
  }
  for (const order of bundle.orders) {
    const charged = sum(order.lines.map(({ netFen }) => netFen));
    check(
      `order ${order.number}: total`,
      charged === BigInt(order.totalFen) + BigInt(order.platformDiscountFen),
      "its lines do not add up to it",
    );
    check(
      `order ${order.number}: payment`,
      order.totalFen === "0" || order.paidFen === order.totalFen,
      "another amount was paid",
    );
  }
}

function main([bundlePath, sealsPath]) {
  if (bundlePath === undefined || sealsPath === undefined) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  let text, published;
  try {
    text = readFileSync(bundlePath, "utf8");
    published = JSON.parse(readFileSync(sealsPath, "utf8"));
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const { checked, problems } = verifyBundle(text, published);
  for (const problem of problems) process.stdout.write(`✗ ${problem}\n`);
  process.stdout.write(
    problems.length === 0
      ? `✓ ${checked.length} checks: every byte, hash, seal and sum of this bundle holds.\n`
      : `${problems.length} of ${checked.length + problems.length} checks do not hold.\n`,
  );
  return problems.length === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2));
}
