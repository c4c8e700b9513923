export const WRITE_OFF_KINDS = ["LOSS", "WRITE_OFF"] as const;
export type WriteOffKind = (typeof WRITE_OFF_KINDS)[number];

/** 损耗 (rot, drying, bruises) or 报废 (recalled, returned spoilt). */
export const WRITE_OFF_WORDS: Record<WriteOffKind, string> = { LOSS: "损耗", WRITE_OFF: "报废" };
