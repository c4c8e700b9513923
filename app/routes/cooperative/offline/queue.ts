/** What waits on the phone: one delivery as it was typed, under an id of its own, and the person who typed it. */
export type QueuedIntake = {
  readonly clientId: string;
  /** the queue of one account is not shown to another on the same phone */
  readonly userId: string;
  readonly cooperativeId: string;
  /** the form's fields, as the page for one delivery sends them */
  readonly fields: Readonly<Record<string, string>>;
  /** what the list shows of it */
  readonly words: string;
  readonly typedAt: number;
  readonly state: "waiting" | "sent" | "refused";
  /** why it was refused, in sentences */
  readonly problem: string;
  /** the slip it became */
  readonly number: string;
  readonly href: string;
  /** a photo is an upload of its own and may come later, or be refused by itself */
  readonly photo: "none" | "waiting" | "sent" | "refused";
  readonly photoProblem: string;
};

export type QueuedPhoto = { readonly clientId: string; readonly userId: string; readonly photo: Blob };

/** It, or its photo, is not with the server yet. */
export function isWaiting(record: QueuedIntake): boolean {
  return record.state === "waiting" || (record.state === "sent" && record.photo === "waiting");
}

const SENT_KEPT_MS = 2 * 24 * 60 * 60 * 1000;

/** The browser's own store: it is there after the tab, the browser or the phone was closed. */
export class IntakeQueue {
  readonly #base: IDBDatabase;
  readonly #userId: string;

  private constructor(base: IDBDatabase, userId: string) {
    this.#base = base;
    this.#userId = userId;
  }

  static async open(userId: string): Promise<IntakeQueue> {
    const request = indexedDB.open("huhui-intakes", 1);
    request.addEventListener("upgradeneeded", () => {
      const records = request.result.createObjectStore("records", { keyPath: "clientId" });
      records.createIndex("user", "userId");
      request.result.createObjectStore("photos", { keyPath: "clientId" });
    });
    const queue = new IntakeQueue(await done(request), userId);
    await queue.#forgetOldOnes();
    return queue;
  }

  /** The delivery and its photo in one transaction: on the phone as a whole, or not at all. */
  async add(record: QueuedIntake, photo: Blob | undefined): Promise<void> {
    const transaction = this.#base.transaction(["records", "photos"], "readwrite", { durability: "strict" });
    transaction.objectStore("records").put(record);
    if (photo) {
      const row: QueuedPhoto = { clientId: record.clientId, userId: this.#userId, photo };
      transaction.objectStore("photos").put(row);
    }
    await committed(transaction);
  }

  async all(): Promise<QueuedIntake[]> {
    const records = this.#base.transaction("records").objectStore("records").index("user");
    const found = await done(records.getAll(this.#userId) as IDBRequest<QueuedIntake[]>);
    return found.sort((a, b) => b.typedAt - a.typedAt);
  }

  async change(record: QueuedIntake): Promise<void> {
    const transaction = this.#base.transaction(["records", "photos"], "readwrite");
    transaction.objectStore("records").put(record);
    if (record.photo === "sent") transaction.objectStore("photos").delete(record.clientId);
    await committed(transaction);
  }

  async photoOf(clientId: string): Promise<Blob | undefined> {
    const photos = this.#base.transaction("photos").objectStore("photos");
    const row = await done(photos.get(clientId) as IDBRequest<QueuedPhoto | undefined>);
    return row?.userId === this.#userId ? row.photo : undefined;
  }

  async remove(clientId: string): Promise<void> {
    const transaction = this.#base.transaction(["records", "photos"], "readwrite");
    transaction.objectStore("records").delete(clientId);
    transaction.objectStore("photos").delete(clientId);
    await committed(transaction);
  }

  async #forgetOldOnes(): Promise<void> {
    const before = Date.now() - SENT_KEPT_MS;
    for (const record of await this.all()) {
      const isWhole = record.state === "sent" && record.photo !== "waiting";
      if (isWhole && record.typedAt < before) await this.remove(record.clientId);
    }
  }
}

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("the phone's store did not answer")));
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    const fail = () => reject(transaction.error ?? new Error("the phone's store refused"));
    transaction.addEventListener("abort", fail);
    transaction.addEventListener("error", fail);
  });
}
