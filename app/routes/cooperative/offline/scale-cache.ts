/** Where the browser keeps the scale's page, and which addresses its worker answers. */
export const SCALE_CACHE = "huhui-scale-1";
export const SCALE_SCOPE = "/coop/intakes";
