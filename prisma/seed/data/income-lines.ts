import type { IncomeLineKind } from "~/regions/income-line";

export type SeedIncomeLine = {
  /** "" = the whole country */
  readonly areaCode: string;
  readonly year: number;
  readonly kind: IncomeLineKind;
  readonly fenPerPerson: bigint;
  readonly source: string;
};

/**
 * Lines change by year and place and are set in papers: whoever runs this enters their own. The national standard was
 * last restated for 2020 and no new one was published; where nothing official was found, the source says so.
 */
const NO_NEW_STANDARD = "2020 年现价约 4000 元；之后未发布新标准，沿用，仅供对照";

export const incomeLines: readonly SeedIncomeLine[] = [
  national(2019, 3218, "2019 年末现价标准 3218 元"),
  national(2020, 4000, "2020 年现价标准约 4000 元"),
  ...[2021, 2022, 2023, 2024, 2025, 2026].map((year) => national(year, 4000, NO_NEW_STANDARD)),

  monitoring("", 2021, 6000, "2021 年监测范围底线：约 4000 元的 1.5 倍"),
  monitoring("", 2022, 6500, "待核实：各省 2022 年多在 6000–6500 元以上"),
  monitoring("", 2023, 6500, "待核实：2023 年引用值，各省 6500–7500 元"),
  monitoring("34", 2023, 7000, "演示值，待以安徽省当年文件核实"),
  monitoring("34", 2024, 7800, "演示值，待以安徽省当年文件核实"),
  monitoring("34", 2025, 8500, "演示值，待以安徽省当年文件核实"),
  monitoring("34", 2026, 8800, "演示值，待以安徽省当年文件核实"),
  monitoring("51", 2024, 7600, "演示值，待以四川省当年文件核实"),
  monitoring("51", 2025, 8200, "演示值，待以四川省当年文件核实"),
  monitoring("51", 2026, 8600, "演示值，待以四川省当年文件核实"),
  monitoring("42", 2024, 7800, "演示值，待以湖北省当年文件核实"),
  monitoring("42", 2025, 8300, "演示值，待以湖北省当年文件核实"),
  monitoring("42", 2026, 8800, "演示值，待以湖北省当年文件核实"),
  monitoring("43", 2024, 7600, "演示值，待以湖南省当年文件核实"),
  monitoring("43", 2025, 8100, "演示值，待以湖南省当年文件核实"),
  monitoring("43", 2026, 8600, "演示值，待以湖南省当年文件核实"),
  monitoring("341021", 2026, 9000, "演示值：歙县自定，待核实"),
];

function national(year: number, yuan: number, source: string): SeedIncomeLine {
  return { areaCode: "", year, kind: "NATIONAL_STANDARD", fenPerPerson: BigInt(yuan * 100), source };
}

function monitoring(areaCode: string, year: number, yuan: number, source: string): SeedIncomeLine {
  return { areaCode, year, kind: "MONITORING", fenPerPerson: BigInt(yuan * 100), source };
}
