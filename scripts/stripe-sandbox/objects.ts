import Stripe from "stripe";
import { newStripeId } from "./wire";

/** What a payment by Stripe costs here, and what a dispute does: 3.4 % + 2.35 yuan, rounded half up; 100 yuan. */
const FEE_PER_MILLE = 34;
const FEE_FIXED = 235;
export const DISPUTE_FEE = 10_000;

export function feeOf(amount: number): number {
  return Math.floor((amount * FEE_PER_MILLE + 500) / 1000) + FEE_FIXED;
}

export const METHODS = ["card", "alipay", "wechat_pay"] as const;
export type Method = (typeof METHODS)[number];

export type NewLine = {
  readonly name: string;
  readonly description: string | undefined;
  readonly currency: string;
  readonly unitAmount: number;
  readonly quantity: number;
};

export type NewSession = {
  readonly lines: readonly NewLine[];
  readonly methods: readonly string[];
  readonly created: number;
  readonly expiresAt: number;
  readonly successUrl: string;
  readonly cancelUrl: string | undefined;
  readonly clientReferenceId: string | undefined;
  readonly customerEmail: string | undefined;
  readonly locale: string | undefined;
  readonly metadata: Record<string, string>;
  /** of the payment intent and its charge */
  readonly intentMetadata: Record<string, string>;
  readonly urlOf: (id: string) => string;
};

export function newSession(given: NewSession): Stripe.Checkout.Session {
  const id = newStripeId("cs_test", 58);
  const total = given.lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
  return {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: [...given.methods],
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: given.cancelUrl ?? null,
    client_reference_id: given.clientReferenceId ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: given.created,
    currency: given.lines[0]?.currency ?? "cny",
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: null,
    customer_account: null,
    customer_creation: "if_required",
    customer_details: null,
    customer_email: given.customerEmail ?? null,
    discounts: [],
    expires_at: given.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    line_items: {
      object: "list",
      data: given.lines.map((line) => lineItem(line, given.created)),
      has_more: false,
      url: `/v1/checkout/sessions/${id}/line_items`,
    },
    livemode: false,
    locale: given.locale ?? null,
    managed_payments: null,
    metadata: given.metadata,
    mode: "payment",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [...given.methods],
    payment_status: "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: given.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: given.urlOf(id),
    wallet_options: null,
  } satisfies Stripe.Checkout.Session;
}

function lineItem(line: NewLine, created: number): Stripe.LineItem {
  const amount = line.unitAmount * line.quantity;
  return {
    id: newStripeId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: line.currency,
    description: line.description ? `${line.name} · ${line.description}` : line.name,
    metadata: {},
    price: {
      id: newStripeId("price"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created,
      currency: line.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: newStripeId("prod", 14),
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: line.unitAmount,
      unit_amount_decimal: Stripe.Decimal.from(line.unitAmount),
    },
    quantity: line.quantity,
  } satisfies Stripe.LineItem;
}

export function newPaymentIntent(
  session: Stripe.Checkout.Session,
  metadata: Record<string, string>,
  created: number,
): Stripe.PaymentIntent {
  const id = newStripeId("pi_3");
  const amount = session.amount_total ?? 0;
  return {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: `${id}_secret_${newStripeId("x", 20).slice(2)}`,
    confirmation_method: "automatic",
    created,
    currency: session.currency ?? "cny",
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: session.payment_method_types,
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.PaymentIntent;
}

/** A charge is made without its balance transaction: the fee is known a moment later. */
export function newCharge(intent: Stripe.PaymentIntent, method: Method, created: number): Stripe.Charge {
  return {
    id: newStripeId("ch_3"),
    object: "charge",
    amount: intent.amount,
    amount_captured: intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: method === "card" ? "HUHUI SANDBOX" : null,
    captured: true,
    created,
    currency: intent.currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: "approved_by_network",
      reason: null,
      risk_level: "not_assessed",
      seller_message: "Payment complete.",
      type: "authorized",
    },
    paid: true,
    payment_intent: intent.id,
    payment_method: newStripeId("pm_1"),
    payment_method_details: methodDetails(method),
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "succeeded",
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.Charge;
}

function methodDetails(method: Method): Stripe.Charge.PaymentMethodDetails {
  if (method === "alipay") {
    return { type: "alipay", alipay: { fingerprint: null, transaction_id: newStripeId("2026", 20) } };
  }
  if (method === "wechat_pay") {
    return { type: "wechat_pay", wechat_pay: { fingerprint: null, transaction_id: newStripeId("4200", 20) } };
  }
  return {
    type: "card",
    card: {
      amount_authorized: null,
      authorization_code: null,
      brand: "unionpay",
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "CN",
      electronic_commerce_indicator: null,
      exp_month: 12,
      exp_year: 2034,
      funding: "debit",
      installments: null,
      last4: "0005",
      mandate: null,
      network: "unionpay",
      network_transaction_id: null,
      regulated_status: "unregulated",
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

export function newBalanceTransaction(given: {
  readonly type: Stripe.BalanceTransaction.Type;
  readonly category: string;
  readonly amount: number;
  readonly fee: number;
  readonly feeText?: string;
  readonly source: string;
  readonly currency: string;
  readonly created: number;
  readonly description: string | null;
}): Stripe.BalanceTransaction {
  const detail = {
    amount: given.fee,
    application: null,
    currency: given.currency,
    description: given.feeText ?? "Stripe processing fees",
    type: "stripe_fee",
  };
  return {
    id: newStripeId("txn_3"),
    object: "balance_transaction",
    amount: given.amount,
    available_on: given.created + 2 * 86_400,
    balance_type: "payments",
    created: given.created,
    currency: given.currency,
    description: given.description,
    exchange_rate: null,
    fee: given.fee,
    fee_details: given.fee === 0 ? [] : [detail],
    net: given.amount - given.fee,
    reporting_category: given.category,
    source: given.source,
    status: "pending",
    type: given.type,
  } satisfies Stripe.BalanceTransaction;
}

export function newRefund(given: {
  readonly charge: Stripe.Charge;
  readonly amount: number;
  readonly reason: string | undefined;
  readonly metadata: Record<string, string>;
  readonly created: number;
}): Stripe.Refund {
  const { charge } = given;
  return {
    id: newStripeId("re_3"),
    object: "refund",
    amount: given.amount,
    balance_transaction: null,
    charge: charge.id,
    created: given.created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: { type: charge.payment_method_details?.type ?? "card" },
    metadata: given.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: given.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "pending",
    transfer_reversal: null,
  } satisfies Stripe.Refund;
}

export function newDispute(given: {
  readonly charge: Stripe.Charge;
  readonly amount: number;
  readonly reason: string;
  readonly created: number;
}): Stripe.Dispute {
  return {
    id: newStripeId("du_1"),
    object: "dispute",
    amount: given.amount,
    balance_transactions: [],
    charge: given.charge.id,
    created: given.created,
    currency: given.charge.currency,
    enhanced_eligibility_types: [],
    evidence: {
      access_activity_log: null,
      billing_address: null,
      cancellation_policy: null,
      cancellation_policy_disclosure: null,
      cancellation_rebuttal: null,
      customer_communication: null,
      customer_email_address: null,
      customer_name: null,
      customer_purchase_ip: null,
      customer_signature: null,
      duplicate_charge_documentation: null,
      duplicate_charge_explanation: null,
      duplicate_charge_id: null,
      enhanced_evidence: {},
      product_description: null,
      receipt: null,
      refund_policy: null,
      refund_policy_disclosure: null,
      refund_refusal_explanation: null,
      service_date: null,
      service_documentation: null,
      shipping_address: null,
      shipping_carrier: null,
      shipping_date: null,
      shipping_documentation: null,
      shipping_tracking_number: null,
      uncategorized_file: null,
      uncategorized_text: null,
    },
    evidence_details: {
      due_by: given.created + 9 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: null,
    payment_intent: given.charge.payment_intent,
    payment_method_details: { type: given.charge.payment_method_details?.type ?? "card" },
    reason: given.reason,
    status: "needs_response",
  } satisfies Stripe.Dispute;
}
