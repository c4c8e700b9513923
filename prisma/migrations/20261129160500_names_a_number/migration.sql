-- Whether anything in a text looks like somebody's identity, phone or bank number, however it is spaced or typed: what
-- app/households/private-numbers.ts refuses when it is written, by the same patterns. Each `_` is a place where one number's
-- digits may be apart.
CREATE FUNCTION names_a_number(said text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  gap CONSTANT text := '[\s_./()·•‐–—−-]*';
  within_a_word CONSTANT text := '[_./()·•‐–—−-]*';
  month CONSTANT text := '(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])(?:[./-](?:0?[1-9]|[12]\d|3[01]))?';
  code CONSTANT text := '[1-8]\d{11}(?:-\d{4})?';
  office CONSTANT text := '(?:010|02\d|0[3-9]\d\d)';
  mobile CONSTANT text := '(?<!\d)(?:0_|(?:0_0_)?8_6_)?1_[3-9](?:_\d){9}(?!\d)';
  rest text := regexp_replace(normalize(coalesce(said, ''), NFKC), '[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]', '', 'g');
  harmless text;
BEGIN
  -- A place, a day of birth, a serial number and a check digit, even where a date is spelt out in it.
  IF rest ~ replace('(?<!\d)(?:1_[1-5]|2_[1-3]|3_[1-7]|4_[1-6]|5_[0-4]|6_[1-5]|7_1|8_[1-3]|9_1)(?:_\d){4}_(?:1_9|2_0)_\d_\d_(?:0_[1-9]|1_[0-2])_(?:0_[1-9]|[12]_\d|3_[01])(?:_\d){3}_[\dXx](?!\d)', '_', gap)
    OR rest ~ replace(mobile, '_', within_a_word) THEN
    RETURN true;
  END IF;
  -- Dates, years, area codes and archive numbers, an office's telephone, amounts, shares: nobody's number.
  FOREACH harmless IN ARRAY ARRAY[
    '(?<!\d[./-]?)' || month || '(?:\s*[-–—~]\s*' || month || ')?(?![./-]?\d)',
    '(?<!\d[./-]?)(?:19|20)\d\d\s*年',
    '(?<!\d' || gap || ')' || code || '(?:\s+' || code || ')*(?!' || gap || '\d)',
    '(?<!\d[./-]?)(?:' || office || '[- ]|\(' || office || '\)\s*)\d{7,8}(?:-\d{1,5})?(?:/\d{7,8})?(?![./-]?\d)',
    '(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![.,]?\d)',
    '(?<![\d.,])\d{1,9}(?:\.\d{1,2}(?!\.?\d)|\.\d+%)'
  ] LOOP
    rest := regexp_replace(rest, harmless, '¦', 'g');
  END LOOP;
  RETURN rest ~ replace('(?<!\d)\d(?:_\d){16}_[\dXx](?!\d)', '_', gap)
    OR rest ~ replace(mobile, '_', gap)
    OR rest ~ replace('(?<!\d)\d(?:_\d){14,}(?!\d)', '_', gap);
END $$;

-- A telephone number behind another one, or with full stops in it, was not found.
CREATE OR REPLACE VIEW invariant_notice_names_nobody AS
  SELECT n.number FROM notice n
  WHERE n.state = 'PUBLISHED' AND (n.hash <> encode(sha256(convert_to(n.body, 'UTF8')), 'hex')
    OR names_a_number(n.title) OR names_a_number(n.preface) OR names_a_number(n.contact));
