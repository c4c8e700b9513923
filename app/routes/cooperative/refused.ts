type Reply = {
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly typed: Readonly<Record<string, string>>;
};

/** A page with several forms: what was refused, if it was the form with this intent. */
export function refusedForm<Refused extends Reply>(refused: Refused | undefined, intent: string): Refused | undefined {
  return refused?.typed["intent"] === intent ? refused : undefined;
}
