failed=0
answers=$(mktemp)
while read -r address; do
  : > "$answers"
  status=$(curl --silent --output /dev/null --dump-header "$answers" --write-out '%{http_code}' --max-time 15 "$address") || status=000
  if [ "$status" -lt 200 ] || [ "$status" -ge 500 ] || [ "$status" -eq 404 ]; then
    echo "::error::$address answers $status"
    failed=1
    continue
  fi
  for header in $HEADERS; do
    if ! grep -qi "^$header:" "$answers"; then
      echo "::error::$address answers without $header"
      failed=1
    fi
  done
  echo "$address answers $status"
done <<< "$ADDRESSES"
exit "$failed"
