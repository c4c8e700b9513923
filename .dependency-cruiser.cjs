// The one rule of dependencies. `npm run architecture` checks it and says how to mend what breaks it.

const LAYERS = [
  ...["settlement", "payments", "benefits", "orders", "search", "catalog", "supply", "media", "households"],
  ...["cooperatives", "regions", "access", "platform", "kernel"],
];

/** Each area may import the ones below it, never one above. */
const downwards = LAYERS.slice(1).map((area, index) => {
  const above = LAYERS.slice(0, index + 1);
  return {
    name: `${area}-imports-upwards`,
    severity: "error",
    comment:
      `app/${area} lies below ${above.join(", ")}. Move the rule down, or write an outbox row and handle it above, or put ` +
      "the use case into the highest area that it touches.",
    from: { path: `^app/${area}/` },
    to: { path: `^app/(?:${above.join("|")})/` },
  };
});

module.exports = {
  forbidden: [
    ...downwards,
    {
      name: "routes-are-the-top",
      severity: "error",
      comment: "Nobody imports a route: move what is shared into its area or into app/ui.",
      from: { path: "^(?:app|scripts|prisma/seed|tests/builders)/", pathNot: "^app/(?:routes/|routes\\.ts$)" },
      to: { path: "^app/routes/" },
    },
    {
      name: "ui-knows-no-business",
      severity: "error",
      comment:
        "app/ui imports only itself and app/kernel: pass what it draws as props, or move the piece into its route.",
      from: { path: "^app/ui/" },
      to: { path: "^(?:app|scripts|tests|prisma)/", pathNot: "^app/(?:ui|kernel)/" },
    },
    {
      name: "pure-stays-pure",
      severity: "error",
      comment:
        "A plain .ts file thinks, a .server.ts file acts. Pass the values in, move the type into the plain file, or rename " +
        "this one to .server.ts.",
      from: { path: "^app/(?!routes/|root\\.tsx|entry\\.)", pathNot: "\\.server\\.tsx?$|\\.test\\.tsx?$" },
      to: { path: "\\.server\\.tsx?$" },
    },
    {
      name: "pure-needs-no-machine",
      severity: "error",
      comment:
        "A plain file runs in the browser too: what needs Node, zod or the database belongs into a .server.ts file.",
      from: { path: "^app/(?!routes/|root\\.tsx|entry\\.)", pathNot: "\\.server\\.tsx?$|\\.test\\.tsx?$" },
      to: {
        path: "^(?:node:|node_modules/(?:zod|pg|@prisma|stripe|sharp|pino|express|meilisearch)/|prisma/generated/)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "app-stands-alone",
      severity: "error",
      comment: "app/ does not know its scripts, tests or seed: they know it.",
      from: { path: "^app/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^(?:scripts|tests|prisma/seed)/" },
    },
    {
      name: "no-circle",
      severity: "error",
      comment: "These files import each other in a circle: take what both need into a third.",
      from: { pathNot: "^prisma/generated/" },
      // A type is gone at run time: a module may name the type of the one that calls it.
      to: { circular: true, viaOnly: { pathNot: "^prisma/generated/", dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "dependencies-are-declared",
      severity: "error",
      comment: "The app uses a package that package.json does not name, or names for development only.",
      from: { path: "^app/", pathNot: "\\.test\\.tsx?$|^app/routes\\.ts$" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^prisma/generated/"] },
    exclude: { path: ["^build/", "^\\.data/", "^\\.cache/"] },
    tsConfig: { fileName: "tsconfig.json" },
    // Types count: a type from above ties the areas together as much as a call.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "types"] },
  },
};
