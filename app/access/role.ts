/** What a grant is about: everything, an area with all below it, or one cooperative, service point or household. */
export type ScopeKind = "PLATFORM" | "AREA" | "COOPERATIVE" | "SERVICE_POINT" | "HOUSEHOLD";

type RoleRule = {
  readonly scopeKind: ScopeKind;
  /** sees households or moves money of others: signs in with a second factor outside the demonstration */
  readonly secondFactor: boolean;
  readonly name: string;
};

/** Every role a person can be granted, and the one kind of scope it is granted over. */
export const ROLE_RULES = {
  SHOPPER: { scopeKind: "PLATFORM", secondFactor: false, name: "顾客" },
  HOUSEHOLD: { scopeKind: "HOUSEHOLD", secondFactor: false, name: "农户" },
  SERVICE_POINT: { scopeKind: "SERVICE_POINT", secondFactor: false, name: "村级服务点" },
  COOP_MANAGER: { scopeKind: "COOPERATIVE", secondFactor: false, name: "合作社负责人" },
  COOP_WEIGHER: { scopeKind: "COOPERATIVE", secondFactor: false, name: "收货员" },
  COOP_PACKER: { scopeKind: "COOPERATIVE", secondFactor: false, name: "打包员" },
  COOP_TREASURER: { scopeKind: "COOPERATIVE", secondFactor: false, name: "合作社会计" },
  VILLAGE_OFFICIAL: { scopeKind: "AREA", secondFactor: true, name: "村级干部" },
  TOWNSHIP_OFFICIAL: { scopeKind: "AREA", secondFactor: true, name: "乡镇干部" },
  COUNTY_OFFICIAL: { scopeKind: "AREA", secondFactor: true, name: "县级干部" },
  OPERATOR: { scopeKind: "PLATFORM", secondFactor: true, name: "平台运营" },
  FINANCE: { scopeKind: "PLATFORM", secondFactor: true, name: "平台财务" },
} as const satisfies Record<string, RoleRule>;

export type GrantableRole = keyof typeof ROLE_RULES;

/** SYSTEM is worker and demonstration loading: held by no account, so nobody can sign in as it. */
export type Role = GrantableRole | "SYSTEM";

export const GRANTABLE_ROLES = Object.keys(ROLE_RULES) as readonly GrantableRole[];

export const OFFICIAL_ROLES = ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"] as const;
export const COOPERATIVE_ROLES = ["COOP_MANAGER", "COOP_WEIGHER", "COOP_PACKER", "COOP_TREASURER"] as const;

export function isGrantableRole(text: string): text is GrantableRole {
  return Object.hasOwn(ROLE_RULES, text);
}

export function needsSecondFactor(roles: readonly Role[]): boolean {
  return roles.some((role) => role !== "SYSTEM" && ROLE_RULES[role].secondFactor);
}

export function roleName(role: Role): string {
  return role === "SYSTEM" ? "系统" : ROLE_RULES[role].name;
}
