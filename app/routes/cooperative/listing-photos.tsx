import { MOST_PHOTOS } from "~/catalog/listing-failure";
import { PHOTO_TYPES } from "~/media/photo-types";
import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { Field } from "~/ui/form";
import { PostForm } from "~/ui/post-form";
import { PhotoExamples } from "./photo-examples";
import { shown } from "./typed";

type Photo = { readonly mediaId: string; readonly alt: string; readonly altEn: string; readonly own: boolean };
type Refused =
  | { errors: Readonly<Record<string, readonly string[]>>; typed: Readonly<Record<string, string>> }
  | undefined;

/** The pictures of a listing: their order, what each shows in words, and a new one; with examples of good ones. */
export function ListingPhotos({ photos, refused }: { photos: readonly Photo[]; refused: Refused }) {
  return (
    <section className="stack">
      <div className="section-head">
        <h2>照片</h2>
        <span className="quiet">第一张是封面，最多 {MOST_PHOTOS} 张</span>
      </div>
      <PhotoExamples open={photos.every((photo) => !photo.own)} />
      {photos.length > 0 && (
        <PostForm className="form" noValidate>
          <input type="hidden" name="intent" value="photos" />
          <ul className="photo-list plain-list">
            {photos.map((photo, index) => (
              <PhotoItem key={photo.mediaId} photo={photo} index={index} refused={refused} />
            ))}
          </ul>
          <div className="form-actions">
            <Button tone="quiet">保存照片</Button>
          </div>
        </PostForm>
      )}
      {photos.length < MOST_PHOTOS && <NewPhoto refused={refused} />}
    </section>
  );
}

function PhotoItem({ photo, index, refused }: { photo: Photo; index: number; refused: Refused }) {
  const name = (field: string) => `photos[${index}].${field}`;
  const field = (of: string, present: string) => ({
    name: name(of),
    defaultValue: refused?.typed["intent"] === "photos" ? shown(refused, name(of), present) : present,
    error: refused?.errors[name(of)] ?? null,
  });
  return (
    <li className="stack-small">
      <img
        className="plate"
        src={paths.media(photo.mediaId, "375.webp")}
        alt={photo.alt}
        width="160"
        height="160"
        loading="lazy"
      />
      <input type="hidden" name={name("id")} value={photo.mediaId} />
      <Field
        label={`第 ${index + 1} 张的顺序`}
        width="short"
        inputMode="numeric"
        {...field("place", String(index + 1))}
      />
      {photo.own ? (
        <>
          <Field label="照片里是什么" maxLength={80} {...field("alt", photo.alt)} />
          <Field label="英文说明" lang="en" optional maxLength={120} {...field("altEn", photo.altEn)} />
        </>
      ) : (
        <p className="caption">{photo.alt}</p>
      )}
      <label className="choice">
        <input type="checkbox" name={name("remove")} />
        <span>去掉</span>
      </label>
    </li>
  );
}

function NewPhoto({ refused }: { refused: Refused }) {
  const own = refused?.typed["intent"] === "add-photo" ? refused : undefined;
  return (
    <PostForm encType="multipart/form-data" className="form" noValidate>
      <input type="hidden" name="intent" value="add-photo" />
      <Field
        label="添加照片"
        name="photo"
        type="file"
        accept={PHOTO_TYPES}
        hint="自然光、干净的底；拍货和手，不拍人脸。最大 10 MB，拍摄地点会自动去除。"
        error={own?.errors["photo"]}
      />
      <Field
        label="照片里是什么"
        name="alt"
        hint="例如“竹筐里刚摘的绿梅”"
        maxLength={80}
        defaultValue={shown(own, "alt")}
        error={own?.errors["alt"]}
      />
      <Field
        label="英文说明"
        name="altEn"
        lang="en"
        optional
        maxLength={120}
        defaultValue={shown(own, "altEn")}
        error={own?.errors["altEn"]}
      />
      <div className="form-actions">
        <Button tone="quiet">上传</Button>
      </div>
    </PostForm>
  );
}
