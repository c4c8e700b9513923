export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

// The start of every list of leaked passwords that is long enough to pass the length rule, and what is nearest at hand here.
const COMMON = new Set([
  "1234567890",
  "12345678910",
  "0123456789",
  "0987654321",
  "1111111111",
  "0000000000",
  "8888888888",
  "6666666666",
  "1qaz2wsx3edc",
  "qwertyuiop",
  "qwerty123456",
  "password123",
  "password1234",
  "passw0rd123",
  "abcd123456",
  "abc1234567",
  "a123456789",
  "aa12345678",
  "aa123456789",
  "woaini1314",
  "woaini520520",
  "5201314520",
  "iloveyou123",
  "asdfghjkl123",
  "administrator",
  "huhuihuhui",
  "huhui123456",
  "huhui12345678",
]);

export type PasswordProblem = "too-short" | "too-long" | "common" | "is-login-name";

/** What is wrong with a new password; undefined when nothing is. Length is the rule; no demands for kinds of characters. */
export function passwordProblem(password: string, loginName: string): PasswordProblem | undefined {
  const plain = password.normalize("NFKC").toLowerCase();
  if ([...plain].length < PASSWORD_MIN) return "too-short";
  if ([...plain].length > PASSWORD_MAX) return "too-long";
  if (COMMON.has(plain) || new Set(plain).size === 1) return "common";
  if (plain.includes(loginName.toLowerCase()) && plain.length - loginName.length < 4) return "is-login-name";
  return undefined;
}

export function explainPasswordProblem(problem: PasswordProblem): string {
  switch (problem) {
    case "too-short":
      return `密码至少 ${PASSWORD_MIN} 个字符。几个不相干的词连在一起，既好记又难猜。`;
    case "too-long":
      return `密码最多 ${PASSWORD_MAX} 个字符。`;
    case "common":
      return "这个密码太常见，容易被猜到，请换一个。";
    case "is-login-name":
      return "密码不能与登录名相同或几乎相同，请换一个。";
  }
}
