-- Full text over the orders. Its rows are orders by created_key; its words come folded and cut. Everything that knows of
-- it stands in order_search.cpp.
CREATE TABLE order_search (
  created_key BIGINT PRIMARY KEY,
  words TSVECTOR NOT NULL
);
CREATE INDEX order_search_words ON order_search USING gin (words);

-- Up to which order number the index has come.
CREATE TABLE order_search_progress (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL
);
INSERT INTO order_search_progress (id, number) VALUES (1, 0);
