/** "Chrome，Windows": enough of a user agent for its owner to know the device again. */
export function browserName(userAgent: string): string {
  const browser = BROWSERS.find(([mark]) => userAgent.includes(mark))?.[1] ?? "浏览器";
  const system = SYSTEMS.find(([mark]) => userAgent.includes(mark))?.[1];
  return system === undefined ? browser : `${browser}，${system}`;
}

const BROWSERS = [
  ["MicroMessenger", "微信"],
  ["Edg/", "Edge"],
  ["HuaweiBrowser", "华为浏览器"],
  ["QQBrowser", "QQ 浏览器"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const SYSTEMS = [
  ["HarmonyOS", "鸿蒙"],
  ["Android", "安卓"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS", "Mac"],
  ["Linux", "Linux"],
] as const;
