-- Every page of an area asks which areas went into it.
CREATE INDEX "area_successor_code_idx" ON "area" ("successor_code");
