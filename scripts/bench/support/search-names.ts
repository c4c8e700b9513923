// Names as villages give them: where from, how grown, what, in which form. Every name is another one.
const PLACES = [
  ..."昌溪 双源 万二 茂林 奎峰 溪口 潘村 唐里 凤村 沈岗 高湖 南容 山水 濂长 铜山 蔡坝 双河 蒿坝 泉河 兰池".split(" "),
  ..."白鸡垭 茅草坪 葛洞口 锦源 高桥 龙滩 云台 杨家坪 老庄子 炬光 小桂 熊皮沟 孔雀 天宝寨 大坪 富上 仁岗 石塘 里坪 严湾".split(
    " ",
  ),
];
const WAYS =
  "高山 林下 散养 手工 柴火 老树 头采 明前 富硒 有机 生态 自留地 石磨 古法 日晒 山泉 坡地 梯田 稻田 深山 农家 当季 新鲜 陈年 精选".split(
    " ",
  );
const GOODS = [
  ..."猕猴桃 绿茶 红茶 白茶 土鸡蛋 鸭蛋 蜂蜜 竹笋 笋干 香菇 花菇 黑木耳 银耳 核桃 板栗 花生 芝麻油 菜籽油 茶油 大米".split(
    " ",
  ),
  ..."糯米 小米 荞麦面 玉米糁 红薯粉 魔芋 豆腐 豆豉 辣椒酱 朝天椒 海椒干 生姜 大蒜 姜黄 萝卜干 梅干菜 酸菜 青梅酒 米酒 果醋".split(
    " ",
  ),
  ..."杨梅汁 绿梅 枇杷 柑橘 柚子 脐橙 蜜桃 黄桃 李子 樱桃 蓝莓 葡萄 山楂 石榴 柿饼 红枣 葛根粉 莲子 百合 山药".split(
    " ",
  ),
  ..."黄精 天麻 石斛 菊花 金银花 枸杞 牛肉 羊肉 腊肉 腊肠 土鸡 麻鸭 鹅蛋 鳙鱼 鲫鱼 泥鳅 小龙虾 螺蛳 竹篮 草编".split(
    " ",
  ),
  ..."芋头 马铃薯 南瓜 冬瓜 丝瓜 苦瓜 茄子 番茄 豇豆 四季豆 毛豆 蚕豆 菠菜 芥菜 茭白 莴笋 韭菜 香椿 蕨菜 马齿苋".split(
    " ",
  ),
];

/** `count` different names, in an order in which neighbours are not alike. At most 40 × 25 × 100. */
export function searchNames(count: number): string[] {
  const all = PLACES.length * WAYS.length * GOODS.length;
  if (count > all) throw new RangeError(`there are ${all} names`);
  return Array.from({ length: count }, (_, index) => {
    const at = (index * 7_919) % all;
    const place = PLACES[at % PLACES.length] ?? "";
    const way = WAYS[Math.floor(at / PLACES.length) % WAYS.length] ?? "";
    return place + way + (GOODS[Math.floor(at / PLACES.length / WAYS.length)] ?? "");
  });
}

/** The words they are made of, and every two neighbouring characters inside one of them. */
export function wordsToAsk(): string[] {
  const parts = [...PLACES, ...WAYS, ...GOODS];
  const inside = parts.flatMap((part) => [...part].slice(1).map((character, at) => ([...part][at] ?? "") + character));
  return [...new Set([...parts, ...inside])];
}
