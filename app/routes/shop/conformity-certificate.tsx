import { quantityWords, quantityWordsEn } from "~/supply/quantity-words";
import type { BaseUnit } from "~/kernel/quantity";
import { Day } from "~/ui/day";
import { SummaryList } from "~/ui/summary-list";
import { useShop } from "./messages/messages";

/** What a seller promised of one lot, as it was issued. */
export type IssuedCertificate = {
  readonly number: string;
  readonly issuedOn: string;
  readonly goods: string;
  readonly quantity: number;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly origin: string;
  readonly promisedBy: string;
  readonly contact: string;
  readonly promise: string;
  readonly testMark: string;
};

/** The certificate in full, under the words the rules ask for. It was issued in Chinese and stays so on the English page. */
export function ConformityCertificate({ certificate, level }: { certificate: IssuedCertificate; level: "h2" | "h3" }) {
  const { locale, m } = useShop();
  const words = m.conformity;
  const Heading = level;
  const quantity =
    locale === "en"
      ? quantityWordsEn(certificate.quantity, certificate)
      : quantityWords(certificate.quantity, certificate);
  return (
    <article className="conformity-certificate stack-small">
      <Heading>
        <span lang="zh-CN">承诺达标合格证</span>
        {locale === "en" && ` ${m.certificates.CONFORMITY}`}
      </Heading>
      <p>{words.promise}</p>
      <SummaryList
        items={[
          { label: words.goods, value: <span lang="zh-CN">{certificate.goods}</span> },
          { label: words.quantity, value: quantity },
          { label: words.origin, value: <span lang="zh-CN">{certificate.origin}</span> },
          { label: words.promisedBy, value: <span lang="zh-CN">{certificate.promisedBy}</span> },
          { label: words.contact, value: <span lang="zh-CN">{certificate.contact}</span> },
          { label: words.issuedOn, value: <Day>{certificate.issuedOn}</Day> },
          {
            label: words.basis,
            value: Object.hasOwn(words.marks, certificate.testMark)
              ? words.marks[certificate.testMark as keyof typeof words.marks]
              : certificate.testMark,
          },
          { label: words.number, value: certificate.number },
        ]}
      />
    </article>
  );
}
