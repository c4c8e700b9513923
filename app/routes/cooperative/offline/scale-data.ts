/** What the scale knows without asking: the page carries it as JSON, the service worker keeps the page. */
export type ScaleData = {
  readonly userId: string;
  readonly cooperativeId: string;
  readonly weigher: string;
  readonly syncUrl: string;
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    /** group and number */
    readonly about: string;
    /** lower case: name, pinyin and number */
    readonly search: string;
  }[];
  /** households that delivered last */
  readonly recent: readonly string[];
  readonly products: readonly {
    readonly id: string;
    readonly name: string;
    readonly grades: readonly string[];
    readonly isCounted: boolean;
    readonly pieceName: string;
    readonly certified: boolean;
    /** as it was last taken in; prices as typed per counted unit */
    readonly grade: string;
    readonly mode: string;
    readonly price: { readonly jin: string; readonly kg: string; readonly piece: string };
  }[];
};
