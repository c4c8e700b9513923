/** What introduces a household's own words. Both languages have the same keys. */
const zh = {
  voices: {
    title: "户里的话",
    consent: "农户同意后展示，随时可以收回。",
    household: (village: string) => `${village}的一户人家`,
    /** before and after the family's name */
    family: (village: string): readonly [string, string] => [`${village}的`, "家"],
    inLot: "在售批次里有这一户",
    /** on the page of a household that sells by itself */
    notSeller: "村里人的话，不一定是这家店的",
    photo: "这一户的照片",
  },
};

const en = {
  voices: {
    title: "In their own words",
    consent: "Shown because the household agreed; it can take this back at any time.",
    household: (village) => `A household of ${village}`,
    family: (village) => ["The ", ` household of ${village}`],
    inLot: "one of those behind the lots on sale",
    notSeller: "from the village, not necessarily this seller",
    photo: "Photo from this household",
  },
} satisfies typeof zh;

export const VOICE_WORDS = { zh, en };
