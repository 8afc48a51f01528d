#!/bin/sh
# The API and console; refuses to start until a token exists (`ringleader token create`).
set -eu
. /usr/local/bin/ringleader-env
exec ringleader serve --host 0.0.0.0 --port 8400
