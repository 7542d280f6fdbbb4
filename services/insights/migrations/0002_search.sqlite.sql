-- Full text over the history: its rows by seq, folded words only. SQLite's FTS5.
CREATE VIRTUAL TABLE history_search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2');
