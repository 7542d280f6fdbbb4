-- A family is one sign-in: the chain of refresh tokens that follow each other. Only hashes of tokens are kept.
CREATE TABLE refresh_families (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,  -- of its newest token
  ended_at BIGINT
);
CREATE INDEX refresh_families_of_user ON refresh_families (user_id);
CREATE INDEX refresh_families_by_expiry ON refresh_families (expires_at);

CREATE TABLE refresh_tokens (
  hash TEXT PRIMARY KEY,  -- SHA-256, hexadecimal
  family_id UUID NOT NULL REFERENCES refresh_families (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX refresh_tokens_of_family ON refresh_tokens (family_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

-- Tries to sign in: `pending` while the password is being checked, `failed` afterwards. One that succeeded is deleted.
CREATE TABLE login_attempts (
  id UUID PRIMARY KEY,
  username TEXT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX login_attempts_of_name ON login_attempts (username, state, at);
CREATE INDEX login_attempts_of_address ON login_attempts (address, state, at);
CREATE INDEX login_attempts_at ON login_attempts (at);

-- What stands against a name since its last sign-in, whether or not somebody has that name.
CREATE TABLE login_guards (
  username TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  locked_until BIGINT,
  updated_at BIGINT NOT NULL
);
CREATE INDEX login_guards_by_age ON login_guards (updated_at);
