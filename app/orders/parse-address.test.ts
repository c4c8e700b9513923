import { describe, expect, test } from "vitest";
import { parseAddress, withoutProvince } from "./parse-address";

describe("a pasted address", () => {
  test.each([
    ["张三 13800000000 江苏省南京市玄武区珠江路1号", "张三", "13800000000", "32", "南京市玄武区珠江路1号"],
    ["江苏省南京市玄武区珠江路1号，李小四，138 0000 0000", "李小四", "13800000000", "32", "南京市玄武区珠江路1号"],
    [
      "收货人：王五\n电话：+86 13900001111\n地址：北京市朝阳区望京街10号2单元",
      "王五",
      "13900001111",
      "11",
      "朝阳区望京街10号2单元",
    ],
    [
      "13700000000 阿依古丽·买买提 新疆维吾尔自治区乌鲁木齐市天山区 光明路 3 号",
      "阿依古丽·买买提",
      "13700000000",
      "65",
      "乌鲁木齐市天山区光明路3号",
    ],
    [
      "Anna Schmidt, +86 138 0000 0000, Room 3, 1 Test Road, Pudong, Shanghai, China",
      "Anna Schmidt",
      "13800000000",
      "31",
      "Room 3, 1 Test Road, Pudong",
    ],
    [
      "Name: José Núñez\nPhone: 13800000000\nAddress: 88 West Lake Road, Hangzhou\nZhejiang Province 310000",
      "José Núñez",
      "13800000000",
      "33",
      "88 West Lake Road, Hangzhou",
    ],
    ["广西南宁市青秀区民族大道 欧阳文静 0771-5550000", "欧阳文静", "07715550000", "45", "南宁市青秀区民族大道"],
  ])("%s", (text, name, phone, provinceCode, addressLine) => {
    expect(parseAddress(text)).toEqual({ name, phone, provinceCode, addressLine });
  });

  test("what cannot be told is left open", () => {
    expect(parseAddress("")).toEqual({});
    expect(parseAddress("13800000000")).toEqual({ phone: "13800000000" });
  });
});

test.each([
  ["上海市上海市浦东新区", "浦东新区"],
  ["内蒙古呼和浩特市", "呼和浩特市"],
  ["昌溪村1号", "昌溪村1号"],
])("the province leaves %s", (address, rest) => {
  expect(withoutProvince(address)).toBe(rest);
});
