#!/bin/sh
# What Acme runs when a clerk confirms an order: ask-fiado.sh CUSTOMER ORDER REVISION AMOUNT
# Ends with 0 (go on), 1 (refused; the reasons are on standard output) or 2 (not checked: Fiado did not answer within
# two seconds, so the order stays as it is and is neither approved nor refused).
# FIADO_URL and FIADO_API_KEY come from Acme's own configuration.
answer=$(curl --silent --fail --max-time 2 "$FIADO_URL/v1/credit-checks" \
  --header "Authorization: Bearer $FIADO_API_KEY" --header 'Content-Type: application/json' \
  --data "$(jq --null-input --arg customer "$1" --arg order "$2" --argjson revision "$3" --arg amount "$4" '{
    source: "acme", mode: "reserve", customer: {externalId: $customer},
    order: {id: $order, revision: $revision, amount: $amount, payment: {kind: "credit"}}}')") || exit 2

case $(printf '%s' "$answer" | jq --raw-output .decision) in
  approved) exit 0 ;;
  conditional | blocked) printf '%s' "$answer" | jq --raw-output '.reasons[].message'; exit 1 ;;
  *) exit 2 ;;
esac
