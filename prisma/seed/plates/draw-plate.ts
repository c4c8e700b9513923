import { bambooBasket } from "./kinds/bamboo-basket";
import { bambooShoot } from "./kinds/bamboo-shoot";
import { beef } from "./kinds/beef";
import { blackTea } from "./kinds/black-tea";
import { buckwheat } from "./kinds/buckwheat";
import { buckwheatNoodles } from "./kinds/buckwheat-noodles";
import { chicken } from "./kinds/chicken";
import { choppedChili } from "./kinds/chopped-chili";
import { chrysanthemum } from "./kinds/chrysanthemum";
import { corn } from "./kinds/corn";
import { curedPork } from "./kinds/cured-pork";
import { driedBamboo } from "./kinds/dried-bamboo";
import { driedChili } from "./kinds/dried-chili";
import { driedSweetPotato } from "./kinds/dried-sweet-potato";
import { eggs } from "./kinds/eggs";
import { freshChili } from "./kinds/fresh-chili";
import { greenPlum } from "./kinds/green-plum";
import { greenTea } from "./kinds/green-tea";
import { honey } from "./kinds/honey";
import { kiwi } from "./kinds/kiwi";
import { konjacFlour } from "./kinds/konjac-flour";
import { konjacTofu } from "./kinds/konjac-tofu";
import { peanuts } from "./kinds/peanuts";
import { potatoes } from "./kinds/potato";
import { preservedPlum } from "./kinds/preserved-plum";
import { rapeseedOil } from "./kinds/rapeseed-oil";
import { rawKonjac } from "./kinds/raw-konjac";
import { sesame } from "./kinds/sesame";
import { shiitake } from "./kinds/shiitake";
import { soybeans } from "./kinds/soybeans";
import { sunflowerSeeds } from "./kinds/sunflower-seeds";
import { turmeric } from "./kinds/turmeric";
import { woodEar } from "./kinds/wood-ear";
import { plateSvg, type PlateKind } from "./plate";

const kinds: readonly PlateKind[] = [
  kiwi,
  greenPlum,
  preservedPlum,
  freshChili,
  driedChili,
  choppedChili,
  potatoes,
  bambooShoot,
  driedBamboo,
  rawKonjac,
  konjacFlour,
  konjacTofu,
  buckwheat,
  buckwheatNoodles,
  soybeans,
  sesame,
  corn,
  peanuts,
  sunflowerSeeds,
  turmeric,
  driedSweetPotato,
  rapeseedOil,
  honey,
  greenTea,
  blackTea,
  chrysanthemum,
  shiitake,
  woodEar,
  eggs,
  chicken,
  beef,
  curedPork,
  bambooBasket,
];

const byKind = new Map(kinds.map((one) => [one.kind, one]));

/** The names `drawPlate` knows. */
export const plateKinds: readonly string[] = kinds.map(({ kind }) => kind);

/**
 * The produce as an SVG of 900 × 900. Another variation of the same kind is arranged otherwise; the same kind and
 * variation give the same drawing on every machine. Throws when nobody has drawn the kind.
 */
export function drawPlate(kind: string, variation: number): string {
  const plate = byKind.get(kind);
  if (!plate) throw new Error(`nobody has drawn "${kind}"`);
  return plateSvg(plate, variation);
}
