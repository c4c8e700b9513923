import { z } from "zod";
import { CERTIFICATE_KINDS } from "~/supply/certificate";
import { day, optionalText, text } from "./fields.server";

export const certificateForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("submit"),
    seller: optionalText(60),
    product: z.uuid("请选择产品。").optional(),
    kind: z.enum(CERTIFICATE_KINDS, { error: "请选择证书种类。" }),
    number: text("请填写编号。", 40),
    holderName: optionalText(60),
    issuedOn: day("请填写发证日期。"),
    expiresOn: day("请填写证书的有效期。"),
    photo: z.instanceof(File, { error: "请拍一张证书的照片。" }),
  }),
  z.object({ intent: z.literal("end"), certificate: z.uuid("请刷新后再试。") }),
]);
