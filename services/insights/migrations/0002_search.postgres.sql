-- Full text over the history: its rows by seq, folded words only.
CREATE TABLE history_search (
  seq BIGINT PRIMARY KEY,
  words TSVECTOR NOT NULL
);
CREATE INDEX history_search_words ON history_search USING gin (words);
