import { z } from "zod";

// What is said of an area for a year: targets, lines.

const YEARS = { least: 2015, most: 2050 };
export const yearField = z.coerce
  .number({ error: "请填写年份。" })
  .int("年份请填四位数字。")
  .min(YEARS.least, `年份不早于 ${YEARS.least}。`)
  .max(YEARS.most, `年份不晚于 ${YEARS.most}。`);
export const areaField = z.string({ error: "请选择地区。" }).max(12, "请选择地区。");
