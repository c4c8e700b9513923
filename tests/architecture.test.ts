import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../scripts/infra/root.mjs";

// Rules that the dependency cruiser cannot see, because they are about the text. Each message says how to mend.

function filesBelow(folder: string): string[] {
  const absolute = path.join(ROOT, folder);
  if (!fs.existsSync(absolute)) return [];
  return fs
    .readdirSync(absolute, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((name) => fs.statSync(path.join(ROOT, name)).isFile() && !/\/(?:generated|node_modules)\//.test(name));
}

const code = (names: string[]) => names.filter((name) => /\.(?:tsx?|mjs|cjs|js)$/.test(name));
const text = (name: string) => fs.readFileSync(path.join(ROOT, name), "utf8");
const isTest = (name: string) => /\.test\.tsx?$/.test(name);
const isServer = (name: string) => /\.server\.tsx?$/.test(name);

/** Comments gone, so that a rule may be spoken about. URLs in strings stay: `//` counts only after white space. */
const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

/** `file:line` of every line that matches. */
function places(names: string[], pattern: RegExp): string[] {
  return names.flatMap((name) =>
    withoutComments(text(name))
      .split("\n")
      .flatMap((line) => (pattern.test(line) ? [`${name}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

const app = code(filesBelow("app"));
const everything = [
  ...app,
  ...code(filesBelow("scripts")),
  ...code(filesBelow("prisma")),
  ...code(filesBelow("tests")),
];
const areas = fs
  .readdirSync(path.join(ROOT, "app"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "routes")
  .map((entry) => entry.name);

describe("how the code is written", () => {
  test("SQL goes out only as tagged templates, so that no value becomes part of a statement", () => {
    const found = places(
      everything.filter((name) => name !== "tests/architecture.test.ts"),
      /\$(?:queryRaw|executeRaw)Unsafe|Prisma\.raw\b/,
    );
    expect(found, "use $queryRaw`…${value}` and choose names of columns by a union in code").toEqual([]);
  });

  test("a page that is shared reads of a cart only how much lies in it", () => {
    const shared = code(filesBelow("app/routes")).filter((name) => /\bshared: true\b/.test(text(name)));
    expect(shared).toContain("app/routes/shop/product.tsx");
    expect(
      places(shared, /\b(?:readCartCookie|cartOf|visitorsCart)\b/),
      "copies of shared pages are told apart by cartCountOf alone: see scripts/server/shown-of-cookie.ts",
    ).toEqual([]);
  });

  test("pure files are given the time; only files that act ask the clock", () => {
    const pure = app.filter(
      (name) => !isServer(name) && !isTest(name) && /^app\/(?!platform|routes|entry|root|ui)/.test(name),
    );
    expect(places(pure, /\bDate\.now\(\)|\bnew Date\(\)|\bDate\(\)/), "pass `now: Date` in").toEqual([]);
  });

  test("use cases are given the time too: the demonstration lives through a past year", () => {
    const acting = app.filter(
      (name) => isServer(name) && !/^app\/(?:platform|access|routes)\//.test(name) && !isTest(name),
    );
    expect(places(acting, /\bDate\.now\(\)|\bnew Date\(\)/), "take `now` from the caller").toEqual([]);
  });

  test("pages name no other host: everything they load is ours", () => {
    const allowed =
      /https?:\/\/(?:www\.w3\.org|www\.sitemaps\.org|schemas\.openxmlformats\.org|schema\.org|checkout\.stripe\.com|localhost|127\.0\.0\.1|[\w.-]+\.(?:invalid|example|test))\b/g;
    const found = app
      .filter((name) => !isTest(name))
      .filter((name) => /https?:\/\/[\w.-]+\.\w+/.test(withoutComments(text(name)).replace(allowed, "")));
    expect(found, "serve it yourself, or read the address from the environment").toEqual([]);
  });

  test("nothing reads a path of the machine it was written on", () => {
    const found = places(
      everything.filter((name) => name !== "tests/architecture.test.ts"),
      /["'`](?:\/work\/|\/root\/|\/home\/)|\.\.\/shared\b/,
    );
    expect(found, "paths start from the project's root").toEqual([]);
  });

  test("zod stays on the server: a schema in the browser costs 66 kB", () => {
    const plain = app.filter((name) => !isServer(name) && !isTest(name) && !name.startsWith("app/routes/"));
    expect(places(plain, /from "zod"|@conform-to\/zod/), "move the schema into a .server.ts file").toEqual([]);
  });

  test("a form that asks for something refuses in its own words, not in the browser's", () => {
    const forms = app
      .filter((name) => name.endsWith(".tsx"))
      .flatMap((name) =>
        [...text(name).matchAll(/<(form|PostForm)\b[\s\S]*?<\/\1>/g)].map(([form]) => ({ name, form })),
      )
      .filter(({ form }) => /^<PostForm|method="post"/.test(form) && /\brequired\b/.test(form));
    expect(forms.length).toBeGreaterThan(30);
    const silent = forms.filter(({ form }) => !/\bnoValidate\b/.test(form)).map(({ name }) => name);
    expect(silent, "write noValidate: the server's sentences stand at the field and in the summary").toEqual([]);
  });

  test("a form of the consoles that changes something acts once, however often it is pressed", () => {
    // A delivery carries a key of its own: its page is kept on phones, where it also serves without a network.
    const byItsOwnKey = "app/routes/cooperative/new-intake-scale.tsx";
    const consoles = app.filter((name) =>
      /^app\/routes\/(?:cooperative|official|operator|household|consoles)\//.test(name),
    );
    const plain = consoles.filter((name) => /<form\b[^>]*method="post"/.test(text(name)));
    expect(plain, "write PostForm").toEqual([byItsOwnKey]);
  });

  test("routes spell no URL: app/paths.ts builds them", () => {
    const routes = app.filter((name) => name.startsWith("app/routes/"));
    expect(places(routes, /\b(?:to|href|action)="\/[a-z]/), "use a function of app/paths.ts").toEqual([]);
  });
});

describe("what each area brings", () => {
  test.each(areas)("%s has a README of one screen", (area) => {
    const readme = path.join(ROOT, "app", area, "README.md");
    expect(
      fs.existsSync(readme),
      `write app/${area}/README.md: what it owns, its words and invariants; why it is so goes into DECISIONS.md`,
    ).toBe(true);
    expect(fs.readFileSync(readme, "utf8").split("\n").length, "a screen, not a book").toBeLessThan(60);
  });

  test("a file is named for one idea", () => {
    const vague = filesBelow("app").filter((name) =>
      /\/(?:utils?|helpers?|services?|common|misc|index)\.(?:server\.)?tsx?$/.test(name),
    );
    expect(vague, "split it by what it is about").toEqual([]);
  });
});
