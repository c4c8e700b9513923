// bench ceiling: the product page and a grid of 24 listings, as near to a bare page of the same size as they come.
import { benchAgainstBare, WAYS } from "./support/against-bare";

await benchAgainstBare("ceiling", (product) => ({ product, grid: "/search" }), WAYS);
