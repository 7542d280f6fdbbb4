-- People. `roles` and `zones` are kept as comma-separated lists because they are always read whole; user_roles is the
-- same roles once more, as the index of who has one.
CREATE TABLE users (
  id UUID PRIMARY KEY,
  username TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,  -- the order of lists
  search TEXT NOT NULL,       -- folded name and username
  email TEXT,
  roles TEXT NOT NULL,
  customer_id UUID,
  zones TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  locale TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_login_at BIGINT
);
CREATE UNIQUE INDEX users_username ON users (username);
CREATE INDEX users_by_name ON users (name_folded, id);
CREATE INDEX users_of_customer ON users (customer_id, name_folded, id);

CREATE TABLE user_roles (
  user_id UUID NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  PRIMARY KEY (user_id, role)
);
CREATE INDEX user_roles_by_role ON user_roles (role, user_id);
