#!/bin/sh
# An ingest and a detection every hour. Exit 3 means done, but something was quarantined: `ringleader quarantine list` shows it.
# Exit 4 means another run holds the lock: the next hour will do.
set -u
. /usr/local/bin/ringleader-env
while :; do
  ringleader ingest /drop --json || echo "ingest ended with exit code $?" >&2
  ringleader detect --json > /dev/null || echo "detect ended with exit code $?" >&2
  sleep "${INGEST_EVERY_SECONDS:-3600}"
done
