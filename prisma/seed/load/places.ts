import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { areaFacts } from "../data/area-facts";
import { areas } from "../data/areas";
import { categories } from "../data/categories";
import { incomeLines } from "../data/income-lines";
import { products } from "../data/products";

/** Where everything lies, the figures of the places, and what can be grown or made. Answers product ids by code. */
export async function loadPlacesAndProducts(now: Date): Promise<ReadonlyMap<string, string>> {
  await db().area.createMany({
    data: areas.map(({ code, level, name, shortName, nameEn, parentCode }) => ({
      code,
      level,
      name,
      shortName,
      nameEn,
      parentCode,
    })),
  });
  await db().areaFact.createMany({ data: [...areaFacts] });
  await db().incomeLine.createMany({ data: incomeLines.map((line) => ({ id: newId(now), ...line, recordedAt: now })) });

  await db().category.createMany({ data: categories.map((category, position) => ({ ...category, position })) });
  const ids = new Map(products.map((product) => [product.code as string, newId(now)]));
  await db().product.createMany({
    data: products.map((product) => ({
      id: idOf(ids, product.code),
      code: product.code,
      name: product.name,
      nameEn: product.nameEn,
      aliases: product.aliases,
      categoryCode: product.categoryCode,
      baseUnit: product.baseUnit,
      pieceName: product.pieceName,
      pieceNameEn: product.pieceNameEn,
      perishable: product.perishable,
      certified: product.certified,
      processed: product.processed,
      grades: product.grades.map((grade) => grade.name),
    })),
  });
  return ids;
}

/** The id made for a key of the demonstration's data; a key nobody made is a mistake in the data. */
export function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`the demonstration names "${key}", which it does not load`);
  return id;
}
