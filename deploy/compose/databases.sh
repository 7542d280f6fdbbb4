#!/bin/sh
# Run once by the image of PostgreSQL in a new server: a login and a database for each service, which no other may enter.
# The passwords stand in the URLs that the services get.
set -eu
for service in identity workorders dispatch tracking notifications insights; do
  url=$(cat "${SECRETS:-/run/secrets}/${service}_database")
  password=${url#*://"$service":}
  psql -X -q -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres \
    -v service="$service" -v password="${password%%@*}" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';
REVOKE CONNECT, TEMPORARY ON DATABASE :"service" FROM PUBLIC;
SQL
done
