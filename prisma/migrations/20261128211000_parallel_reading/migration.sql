-- PostgreSQL takes a function for unfit to run in parallel unless it says so, and then plans no part of a statement that names
-- it in parallel: a county's overview and the closing of its month read on one processor. These read and work out, no more.
ALTER FUNCTION class_of(text, text) PARALLEL SAFE;
ALTER FUNCTION household_month_of(uuid, text) PARALLEL SAFE;
ALTER FUNCTION household_standing(date) PARALLEL SAFE;
ALTER FUNCTION household_standing_among(date, uuid[]) PARALLEL SAFE;
ALTER FUNCTION household_standing_within(date, text, text) PARALLEL SAFE;
ALTER FUNCTION money_of_household(uuid, bigint, bigint, bigint, bigint) PARALLEL SAFE;
