// npm run rotate-field-keys: wraps every card's data key by the first of FIELD_KEYS. Put the new key first, run this, then
// take the old one out. The shop may go on meanwhile; a run that was broken off is simply run again.
import { rotateFieldKeys } from "~/households/rotate-field-keys.server";
import { disconnect } from "~/platform/db.server";

rotateFieldKeys()
  .then(({ cards, rewrapped, sealed }) =>
    console.log(`${cards} 张户卡：${rewrapped} 张换了密钥，${sealed} 个明文字段已加密。旧密钥现在可以撤下。`),
  )
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(() => disconnect());
