import fs from "node:fs";
import path from "node:path";

/** The project's folder: the nearest above with a package.json, for programs run as written and for those in build/ alike. */
export const ROOT = above(import.meta.dirname);

function above(folder) {
  return fs.existsSync(path.join(folder, "package.json")) ? folder : above(path.dirname(folder));
}
