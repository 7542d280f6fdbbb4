-- Full text over the orders (SQLite's FTS5). Its rows are orders by created_key; its words come folded, so that the
-- plain tokenizer is enough. It keeps no text of its own, and indexes the beginnings of words as well, so that a
-- search while somebody is still typing is as fast as one for a whole word. Everything that knows of it stands in
-- order_search.cpp.
CREATE VIRTUAL TABLE order_search USING fts5 (
  words, content = '', columnsize = 0, detail = none, tokenize = 'ascii', prefix = '3 4 5 6 7'
);

-- Up to which order number the index has come.
CREATE TABLE order_search_progress (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL
);
INSERT INTO order_search_progress (id, number) VALUES (1, 0);
