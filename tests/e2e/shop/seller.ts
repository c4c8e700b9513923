import type { APIRequestContext, PlaywrightWorkerArgs } from "@playwright/test";
import { paths } from "~/paths";
import { demoLogin, expect, runFacts } from "../fixtures";
import { ask } from "./shopping";

/** The seller of a shopper's order, at work in the console beside the shopper's browser: by its forms, without drawing them. */
export class Seller {
  private constructor(private readonly desk: APIRequestContext) {}

  static async signedIn(playwright: PlaywrightWorkerArgs["playwright"], loginName: string): Promise<Seller> {
    const { url } = runFacts();
    const desk = await playwright.request.newContext({ baseURL: url, extraHTTPHeaders: { Origin: url } });
    const login = demoLogin(loginName);
    const answer = await desk.post(paths.signIn(), {
      form: { loginName: login.loginName, password: login.password },
      maxRedirects: 0,
    });
    expect(answer.status(), "the seller signs in").toBe(302);
    return new Seller(desk);
  }

  /** Packs what was ordered and hands it to the carrier. */
  async sends(orderNumber: string): Promise<void> {
    const [shipment] = await ask<{ id: string }>(
      "SELECT s.id FROM shipment s JOIN customer_order o ON o.id = s.order_id WHERE o.number = $1",
      [orderNumber],
    );
    const page = paths.coop.order(shipment?.id ?? "");
    await this.does(page, { intent: "pack" });
    await this.does(page, { intent: "ship", carrier: "OTHER", trackingNumber: `DEMO${Date.now()}` });
  }

  /** Agrees to the claim of that number, and to this much of it. */
  async accepts(orderNumber: string, yuan: string): Promise<void> {
    const [claim] = await ask<{ id: string }>(
      "SELECT c.id FROM claim c JOIN customer_order o ON o.id = c.order_id WHERE o.number = $1",
      [orderNumber],
    );
    const words = "对不起，照您说的退。";
    await this.does(paths.coop.claim(claim?.id ?? ""), { move: "accept", amount: yuan, reason: "QUALITY", words });
  }

  leaves(): Promise<void> {
    return this.desk.dispose();
  }

  private async does(page: string, form: Record<string, string>): Promise<void> {
    const answer = await this.desk.post(page, { form, maxRedirects: 0 });
    expect(answer.status(), `${page}: ${JSON.stringify(form)}`).toBe(302);
  }
}
