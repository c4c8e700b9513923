/** Batches that the platform pays. A cooperative's people have the same rights for theirs, and none for these. */
export const PLATFORM = { kind: "PLATFORM" } as const;
export const PLATFORM_PAYS = [PLATFORM];

/** A permission asked of the platform as such: a grant that reaches no further than a cooperative does not do. */
export const OF_PLATFORM = {};
