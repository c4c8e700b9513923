import { LONGEST_PHOTO_WORDS, VOICE_LENGTH } from "~/households/voice";
import { PHOTO_TYPES } from "~/media/photo-types";
import { Field, SelectField, TextareaField, type FormErrors, type Option } from "~/ui/form";

/** What is asked for a household's words; drawn alike on its own pages, its officials' and its service point's. */
export function VoiceFields({
  products,
  photoAllowed,
  typed,
  errors,
}: {
  products: readonly Option[];
  /** whether the household agrees to photos; undefined: depends on which household is chosen */
  photoAllowed: boolean | undefined;
  typed: (name: string) => string | undefined;
  errors: FormErrors | undefined;
}) {
  return (
    <>
      <TextareaField
        label="这一户的话"
        name="words"
        rows={4}
        required
        width="full"
        hint={`${VOICE_LENGTH.words.least} 到 ${VOICE_LENGTH.words.most} 个字：种什么、养什么，怎么种、怎么养。不写姓名、电话、钱、病、困难和孩子。`}
        defaultValue={typed("words")}
        error={errors?.["words"]}
      />
      <SelectField
        label="说的是哪样"
        name="productId"
        placeholder="不只一样"
        options={products}
        optional
        defaultValue={typed("productId")}
        error={errors?.["productId"]}
      />
      <TextareaField
        label="英文"
        name="wordsEn"
        rows={3}
        width="full"
        optional
        lang="en"
        hint="同样的意思，给看英文页面的人；没有就空着，英文页面会放中文。"
        defaultValue={typed("wordsEn")}
        error={errors?.["wordsEn"]}
      />
      {photoAllowed !== false && (
        <>
          <Field
            label="照片"
            name="photo"
            type="file"
            accept={PHOTO_TYPES}
            optional
            hint={`${photoAllowed === undefined ? "这一户同意“使用照片”才能传。" : ""}地里、手上的活、收下来的东西；不放孩子、门牌和车牌。拍摄地点会自动去掉。`}
            error={errors?.["photo"]}
          />
          <Field
            label="照片里是什么"
            name="photoAlt"
            optional
            maxLength={LONGEST_PHOTO_WORDS}
            hint="例如“竹匾上晒的香菇”，给看不见照片的人听。"
            defaultValue={typed("photoAlt")}
            error={errors?.["photoAlt"]}
          />
        </>
      )}
    </>
  );
}
