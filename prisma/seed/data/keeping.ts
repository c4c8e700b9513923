import type { ProductCode } from "./products";

type Keeping = {
  readonly keeping: string;
  readonly keepingEn: string;
  readonly eating: string;
  readonly eatingEn: string;
};

const said = (keeping: string, keepingEn: string, eating = "", eatingEn = ""): Keeping => ({
  keeping,
  keepingEn,
  eating,
  eatingEn,
});

/** How each product is kept and eaten, as a cook of its village says it. */
export const keepings: Readonly<Record<ProductCode, Keeping>> = {
  kiwi: said(
    "硬果常温放五到八天变软；软了冷藏，一周内吃完。想快些软，和苹果装一个袋子。",
    "Hard fruit softens in five to eight days at room temperature; soft fruit keeps a week in the refrigerator. An apple in the same bag makes it quicker.",
    "捏着微软就能吃：对半切开用勺挖。没软透的又酸又涩，等一等。",
    "Ready when it gives a little: halve it and use a spoon. Before that it is sour and harsh, so wait.",
  ),
  "green-plum": said(
    "到货马上摊开透气，冷藏也只放三天；有磕碰的先用。",
    "Spread it out on arrival. It keeps three days at most, even in the refrigerator; use bruised fruit first.",
    "不宜生吃。洗净、晾干、去蒂，泡酒、腌渍、熬酱都行；泡酒的梅子不能沾生水。",
    "Not for eating raw. Wash, dry and stem it, then steep it in spirits, salt it or boil it to jam. No water may cling to plums for spirits.",
  ),
  "fresh-chili": said(
    "不要洗，装纸袋冷藏放十天；吃不完切段冷冻。",
    "Do not wash it. It keeps ten days in a paper bag in the refrigerator; cut up, it can be frozen.",
    "炒、做剁椒、泡椒都行。切辣椒戴手套，别揉眼睛。",
    "For frying, chopping in salt or pickling. Wear gloves to cut it, and keep your hands from your eyes.",
  ),
  potato: said(
    "避光、通风、阴凉处放，不要洗，也不要放冰箱。",
    "Keep dark, airy and cool. Do not wash it, and do not put it into the refrigerator.",
    "带皮蒸、炖肉、炕着吃都面。发青、发芽的有毒，不要吃。",
    "Floury when steamed in its skin, stewed or pan-roasted. Green or sprouting potatoes are poisonous: do not eat them.",
  ),
  "spring-bamboo": said(
    "当天剥壳焯水；焯过的浸清水冷藏，每天换水，三天内吃完。",
    "Peel and blanch it the day it comes. Blanched, it keeps three days under water in the refrigerator; change the water daily.",
    "冷水下锅加点盐煮十分钟去涩，再油焖、炖腊肉或做腌笃鲜。",
    "Boil for ten minutes from cold water with a little salt, then braise it or stew it with cured pork.",
  ),
  "raw-konjac": said(
    "带泥放阴凉通风处，不冻不捂，能放两个月。",
    "Keep it in its soil, cool and airy, neither frozen nor covered: it lasts two months.",
    "生的有毒。戴手套去皮，加食用碱磨浆，煮开再煮半小时以上，凝成块、漂清碱味才能吃。",
    "Poisonous raw. Peel it with gloves on, grind it with food-grade alkali, boil for more than half an hour until it sets, and rinse before eating.",
  ),
  chicken: said(
    "到货冷藏的两天内吃完，不然马上冷冻；化开的不要再冻。",
    "Use it within two days from the refrigerator, or freeze it at once. Do not freeze it again once thawed.",
    "焯去血水，冷水下锅小火炖一个半到两个小时，快好时再放盐。",
    "Blanch it, then simmer from cold water for one and a half to two hours. Salt it towards the end.",
  ),
  beef: said(
    "冷藏三天，冷冻半年；化冻放冷藏室慢慢化，不要用热水泡。",
    "Three days in the refrigerator, half a year frozen. Thaw it slowly in the refrigerator, never in hot water.",
    "牛腩、牛腱焯水后小火炖两个小时；逆着纹切，嚼得动。",
    "Blanch brisket or shank and simmer it for two hours. Slice it across the grain.",
  ),
  "cured-pork": said(
    "整块挂通风处或冷藏；切开的包好冷冻。",
    "Hang the whole piece in moving air or keep it in the refrigerator; wrap and freeze what is cut.",
    "热水刷洗，煮四十分钟去盐和烟灰，再切片蒸或炒蒜苗。味咸，菜里不用再放盐。",
    "Scrub it in hot water and boil it for forty minutes to draw salt and soot; then slice it to steam or fry. It needs no further salt.",
  ),
  eggs: said(
    "尖头朝下冷藏放三十天；不要洗，洗了存不住。",
    "Point down in the refrigerator it keeps thirty days. Do not wash eggs before storing them.",
    "下锅前再洗；煮透了吃，蛋黄不要溏心给孩子和老人。",
    "Wash just before cooking, and cook through for children and the old.",
  ),
  "dried-chili": said(
    "密封放干燥处，梅雨天放冰箱；受了潮晒干再收，发霉的不要吃。",
    "Keep sealed and dry, in the refrigerator in the rainy season. Dry it again in the sun if it turns damp; do not eat it mouldy.",
    "剪段去籽更不辣。做油辣子先小火焙香、放凉捣碎，再浇七成热的油。",
    "Cut up and seeded it is milder. For chili oil toast it gently, let it cool, pound it, and pour hot oil over it.",
  ),
  "chopped-chili": said(
    "开瓶后冷藏，用干净没水的勺子，两个月内吃完。",
    "Refrigerate once opened, use a clean dry spoon, and finish within two months.",
    "蒸鱼、炒蛋、拌面都行；本身有盐，先尝再放。",
    "With steamed fish, eggs or noodles. It is salty: taste before you add salt.",
  ),
  "konjac-flour": said(
    "防潮防虫，开袋后封紧，最好一次用完。",
    "Keep it from damp and insects; close the bag tightly and use it up if you can.",
    "50 克粉慢慢撒进 1.5 升水里搅匀，加食用碱，小火煮到凝住，再煮二十分钟，放凉切块。",
    "Stir 50 g slowly into 1.5 litres of water, add food-grade alkali, heat gently until it sets, boil twenty minutes more, cool and cut.",
  ),
  "konjac-tofu": said(
    "不开袋冷藏三个月；开袋后泡清水冷藏，三天内吃完。",
    "Three months unopened in the refrigerator; once opened, three days under fresh water.",
    "开水焯两分钟去碱味，再炒腊肉、烧鸭或凉拌。",
    "Blanch for two minutes to take the alkali away, then fry, braise or dress it.",
  ),
  "preserved-plum": said(
    "密封、干燥，常温放一年。",
    "Sealed and dry it keeps a year at room temperature.",
    "泡水、炖肉都可以。含盐高，一次一两颗，控盐的人少吃。",
    "In hot water or with stewed meat. It is very salty: one or two at a time, fewer for those who watch their salt.",
  ),
  "bamboo-basket": said(
    "用后擦干，放通风处；受潮晾干，不要暴晒、火烤。",
    "Wipe it dry and keep it in moving air. Let a damp basket dry in the shade, not in the sun or by a fire.",
  ),
  buckwheat: said(
    "密封放干燥处，夏天冷藏防虫。",
    "Keep sealed and dry, in the refrigerator in summer.",
    "淘净泡半小时，掺三分之一到米里煮饭，或煮粥。没有做麸质检测，过敏的人请留意。",
    "Rinse, soak half an hour, and cook one part with two parts of rice, or as porridge. It was not tested for gluten.",
  ),
  "rapeseed-oil": said(
    "避光、盖紧，开封后三个月内用完；天冷有沉淀，不影响吃。",
    "Keep dark and closed, and finish within three months of opening. It may cloud in the cold, which does no harm.",
    "炒菜前烧到冒细泡、香味出来；油烟点比精炼油低，不要烧到冒烟。",
    "Heat until it bubbles finely and smells; it smokes sooner than refined oil, so do not let it.",
  ),
  soybeans: said(
    "放干燥通风处，夏天冷藏防虫。",
    "Keep dry and airy, in the refrigerator in summer.",
    "泡一夜打豆浆，一斤豆出八斤左右的浆；豆浆要煮开再煮几分钟，假沸的不能喝。",
    "Soak overnight for soy milk, about eight parts from one. Boil the milk on for some minutes after it first foams: it is not done before.",
  ),
  "corn-grits": said(
    "新磨的易生虫，封紧冷藏。",
    "Freshly milled grits draw insects: close tightly and refrigerate.",
    "冷水调开再下锅，煮四十分钟，边煮边搅，越煮越稠。",
    "Stir into cold water first, then cook for forty minutes, stirring; it thickens as it cooks.",
  ),
  "buckwheat-noodles": said(
    "常温干燥处放十个月，开袋封紧。",
    "Ten months dry at room temperature; close the bag once opened.",
    "水开下锅，煮六分钟，过一遍凉水更利口。含小麦粉。",
    "Six minutes in boiling water; rinse with cold water for a firmer bite. Contains wheat.",
  ),
  shiitake: said(
    "密封放干燥处，梅雨天冷藏；受潮发软的晒干再收。",
    "Keep sealed and dry, in the refrigerator in the rainy season. Dry it again if it turns soft.",
    "剪去菇脚，温水泡两小时，泡菇水滤去沙可以炖汤。",
    "Cut off the stems and soak for two hours in warm water; strain that water for the soup.",
  ),
  "wood-ear": said(
    "密封、干燥、避光。",
    "Keep sealed, dry and dark.",
    "凉水泡两小时，煮熟吃。泡发后当天吃完；泡了半天以上、发黏有味的倒掉，会中毒。",
    "Soak for two hours in cold water and cook it. Eat it the same day; throw away what soaked for long or turned slimy: it can poison.",
  ),
  "green-tea": said(
    "密封、避光、防潮、离开有味的东西；不常喝的放冰箱冷藏，取出放回室温再开袋。",
    "Keep sealed, dark and dry, away from anything that smells. What you do not drink soon goes into the refrigerator; let it warm up before you open it.",
    "三克茶配 150 毫升水。绿茶水开后晾到 80 到 85 ℃，泡一分钟左右出汤，可续三四道。",
    "Three grams to 150 ml of water. Let boiled water cool to 80 to 85 °C, pour off after about a minute, and refill three or four times.",
  ),
  "black-tea": said(
    "密封避光，常温放两年，离开有味的东西。",
    "Sealed and dark it keeps two years at room temperature, away from anything that smells.",
    "三克茶用 90 ℃ 以上的水，十几秒出汤，可泡六七道；闷久了发涩。",
    "Three grams with water above 90 °C; pour off after some fifteen seconds, six or seven times. Steeped long it turns harsh.",
  ),
  chrysanthemum: said(
    "开袋后夹紧袋口，放干燥处，防潮防虫；夏天冷藏。",
    "Close the bag tightly and keep it dry, in the refrigerator in summer.",
    "一杯四五朵，90 ℃ 左右的水泡三分钟，可加两粒冰糖。对菊科过敏的人不要喝。",
    "Four or five to a cup, three minutes in water of about 90 °C, with a little sugar if you like. Not for those allergic to daisies.",
  ),
  "dried-bamboo": said(
    "密封放干燥处，梅雨天放冰箱；发白霉、有酸味的不要吃。",
    "Keep sealed and dry, in the refrigerator in the rainy season. Do not eat it mouldy or sour.",
    "冷水泡一夜，换两次水，煮半小时去涩，再炖肉、炖鸭。",
    "Soak overnight, changing the water twice, boil for half an hour, then stew it with meat.",
  ),
  peanuts: said(
    "带壳放干燥通风处；受潮晒一晒再收，霉了的整颗扔掉，不要挑着吃。",
    "Keep in the shell, dry and airy. Sun it if damp; throw mouldy nuts away whole.",
    "生花生，煮、炒、炸都行：带壳盐水煮四十分钟，或小火炒到响。",
    "They are raw: boil in salted water for forty minutes in the shell, or roast gently until they crackle.",
  ),
  "sunflower-seeds": said(
    "密封放干燥处，夏天冷藏防哈喇。",
    "Keep sealed and dry, in the refrigerator in summer, so that they do not turn rancid.",
    "生的，干锅小火炒十分钟，放凉才脆。",
    "Raw: roast for ten minutes in a dry pan over low heat; they turn crisp as they cool.",
  ),
  sesame: said(
    "密封、干燥，夏天冷藏；炒过的一个月内吃完。",
    "Keep sealed and dry, in the refrigerator in summer. Once roasted, eat it within a month.",
    "淘净沥干，小火炒到籽爆裂，放凉再磨。水发褐是表皮的色素。",
    "Rinse and drain, roast gently until the seeds pop, cool, then grind. The water turns brown from the skins.",
  ),
  "dried-sweet-potato": said(
    "冷藏更软；开袋后两周内吃完。表面白霜是薯糖，不是发霉。",
    "Softer from the refrigerator; finish within two weeks of opening. The white bloom is its own sugar.",
    "开袋就能吃；嫌硬，蒸五分钟。糖分高，控糖的人少吃。",
    "Ready to eat; steam it for five minutes if it is hard. It is high in sugar.",
  ),
  honey: said(
    "常温避光，盖紧；天冷结晶是正常的，用 40 ℃ 以下的水隔着化开。",
    "Keep dark and closed at room temperature. It crystallises in the cold: warm the jar in water below 40 °C.",
    "温水冲着喝，抹馒头、拌酸奶都行。未满一岁的孩子不要吃。",
    "In lukewarm water, on bread or with yoghurt. Not for children below one year.",
  ),
  turmeric: said(
    "密封、干燥，避光放两年。",
    "Sealed, dry and dark it keeps two years.",
    "敲碎磨粉，做咖喱、卤料、炒饭上色；染手染布，用木勺会留色。",
    "Crush and grind it for curries, stews and rice. It stains hands, cloth and wooden spoons.",
  ),
};
