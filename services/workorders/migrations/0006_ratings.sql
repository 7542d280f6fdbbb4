-- What the customer says of the work: one rating an order, the newest word.
CREATE TABLE order_ratings (
  order_id UUID PRIMARY KEY REFERENCES orders (id),
  stars INTEGER NOT NULL,
  comment TEXT,
  author_id UUID,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT order_ratings_stars CHECK (stars BETWEEN 1 AND 5)
);
