#!/usr/bin/env bash
# What one core serves of a built site, with deploy/nginx.conf and TLS, from this machine to itself.
# Usage: deploy/load/measure.sh SITE_FOLDER RULES_FILE   (psi build; psi hosts nginx --out RULES_FILE)
# Needs nginx, libnginx-mod-http-brotli-static, wrk, curl and openssl. Takes under a minute.
set -euo pipefail
site=$(realpath "$1") rules=$(realpath "$2") here=$(realpath "$(dirname "$0")")
seconds=${SECONDS_EACH:-8} connections=${CONNECTIONS:-32}
(( seconds <= 30 && connections <= 256 )) || { echo "at most 30 s and 256 connections" >&2; exit 2; }
room=$(mktemp -d)
export PATH=$PATH:/usr/sbin

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
  -subj /CN=localhost -keyout "$room/privkey.pem" -out "$room/fullchain.pem" 2>/dev/null
sed -e "s|user www-data;|user $(id -un); daemon off;|" \
    -e 's|worker_processes auto;|worker_processes 1;|' \
    -e "s|/run/nginx.pid|$room/pid|" \
    -e '/listen \[::\]/d' \
    -e 's|listen 80;|listen 127.0.0.1:18080;|' \
    -e 's|listen 443 ssl http2;|listen 127.0.0.1:18443 ssl http2;|' \
    -e "s|/etc/ssl/site/|$room/|" \
    -e "s|/srv/site/published|$site|" \
    -e "s|/srv/site/rules.conf|$rules|" \
    "$here/../nginx.conf" > "$room/nginx.conf"
taskset -c 0 nginx -c "$room/nginx.conf" -e stderr & server=$!
trap 'kill "$server"; wait "$server" 2>/dev/null || true; rm -rf "$room"' EXIT
base=https://127.0.0.1:18443
for _ in $(seq 50); do curl -sko /dev/null "$base/" && break; sleep 0.1; done

(cd "$site" && find . -name index.html | sed 's|^\.||; s|index.html$||' | sort) > "$room/pages"
calendar=$(cd "$site" && find . -name '*.ics' -printf '%s %p\n' | sort -rn | sed -n '1s|.* \.||p')
header() { curl -skI -H 'Accept-Encoding: gzip' "$base$calendar" | tr -d '\r' | sed -n "s|^$1: ||pI"; }

# Processor seconds the server has used: they count the same on a busy machine as on an idle one.
used() { awk '{ print ($14 + $15) / 100 }' "/proc/$(pgrep -P "$server")/stat"; }

load() {
  local before; before=$(used)
  taskset -c 1 wrk -t1 -c"$connections" -d"${seconds}s" --latency "$@" > "$room/out" || true
  grep -E '99%|requests in|Requests/sec|Transfer/sec|Non-2xx|Socket errors' "$room/out"
  awk -v used="$(used)" -v before="$before" '/requests in/ {
    printf "    %.0f requests a processor second\n", $1 / (used - before) }' "$room/out"
}

echo "== $(wc -l < "$room/pages") pages with brotli, connections kept"
PAGES=$room/pages load -s "$here/pages.lua" "$base"
echo "== $calendar ($(stat -c %s "$site$calendar") bytes), unchanged: 304, a new TLS connection each"
ETAG=$(header etag) load -s "$here/polls.lua" "$base$calendar"
echo "== $calendar, changed: 200 with gzip, a new TLS connection each"
ETAG='"another"' load -s "$here/polls.lua" "$base$calendar"
ps -o rss= --ppid "$server" | awk '{ printf "== memory of the server: %.0f MB\n", $1 / 1024 }'
