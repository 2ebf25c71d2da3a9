failed=0
answers=$(mktemp)
complain() {
  echo "::error::$1"
  failed=1
}
try() {
  : > "$answers"
  said=$(curl --silent --output /dev/null --dump-header "$answers" --write-out '%{http_code} %{time_total}' --max-time 15 "$1") || said='000 0'
  read -r status seconds <<< "$said"
}
while read -r address; do
  try "$address"
  if [ "$status" -lt 200 ] || [ "$status" -ge 500 ] || [ "$status" -eq 404 ]; then
    complain "$address answers $status"
    continue
  fi
  if awk -v took="$seconds" -v most="$SLOWEST" 'BEGIN { exit !(took > most) }'; then
    complain "$address takes $seconds seconds, and $SLOWEST are the most"
  fi
  for header in $HEADERS; do
    if ! grep -qi "^$header:" "$answers"; then
      complain "$address answers without $header"
    fi
  done
  echo "$address answers $status in $seconds seconds"
done <<< "$ADDRESSES"
while read -r origin; do
  for path in $PATHS; do
    try "$origin$path"
    if [ "$status" -lt 200 ] || [ "$status" -ge 300 ]; then
      complain "$origin$path answers $status"
    else
      echo "$origin$path answers $status"
    fi
  done
  case "$origin" in
    https://*)
      # Nobody listens there, or whoever does sends on to TLS.
      try "http://${origin#https://}/"
      case "$status" in
        000 | 301 | 302 | 307 | 308) ;;
        *) complain "http://${origin#https://}/ answers $status without TLS" ;;
      esac
      ;;
  esac
done <<< "$(printf '%s\n' "$ADDRESSES" | cut -d/ -f1-3 | sort -u)"
exit "$failed"
