#!/bin/sh
# The main job without a window: from nothing to a printed QR, by mobileaccess-cli alone.
#   cli-main-job.sh FOLDER READERS.json
# FOLDER gets the data folder and handout.pdf; the code that the QR must hold is the last line printed.
# MOBILEACCESS_CLI names the program if it is not on the path.
set -eu

folder=$1
readers=$2
cli=${MOBILEACCESS_CLI:-mobileaccess-cli}
export MOBILEACCESS_PROFILE="$folder/data" MOBILEACCESS_EMAIL=eva@alfa.cz MOBILEACCESS_PASSWORD='Heslo-123'

say() { echo "== $*" >&2; }
call() { "$cli" call "$@"; }
# The first string under a name in a line of JSON. Enough for ids and codes; nothing else is taken apart here.
field() { printf '%s' "$1" | sed -n 's/.*"'"$2"'":"\([^"]*\)".*/\1/p'; }
number() { printf '%s' "$1" | sed -n 's/.*"'"$2"'":\([0-9]*\).*/\1/p'; }

say 'The distributor sets up the computer'
call session.set_up '{"name":"Alfa Locks","code":"Alfa","email":"eva@alfa.cz","password":"Heslo-123","time_zone":"Europe/Prague","language":"cs"}' >/dev/null

say 'The issuer sells credit'
call issuer.sell_credit '{"amount":100,"note":"PO 2026-0042"}' >/dev/null

say 'The distributor creates the customer Alfa0001 with ten credits'
created=$(call customers.create - <<'JSON'
{"name":"Bytový dům Žižkov","system_type":"importer","system_id":"Alfa0001","system_key":"Klic-tajny",
 "contact":{},"password":null,"key_name":"dům-Žižkov","key_prefix":"39","default_valid_to":null,"credit":10,
 "one_tap":true,"automatic":true}
JSON
)
customer=$(field "$created" customer_id)

say 'The readers that the installer exported on site come in'
# A preview lives as long as its session: ask, look, then carry it out.
mkfifo "$folder/asked" "$folder/answered"
"$cli" session <"$folder/asked" >"$folder/answered" &
session=$!
exec 3>"$folder/asked" 4<"$folder/answered"
rm "$folder/asked" "$folder/answered"
printf '{"name":"readers.import_preview","request":{"customer_id":"%s","file":"%s"}}\n' "$customer" "$readers" >&3
IFS= read -r preview <&4
printf '{"name":"readers.import","request":{"preview_id":"%s"}}\n' "$(field "$preview" preview_id)" >&3
IFS= read -r imported <&4
exec 3>&- 4<&-
wait "$session"
say "$(number "$imported" added) readers were added"
call readers.publish "{\"customer_id\":\"$customer\"}" >/dev/null

say 'A user gets a mobile key'
prefill=$(call keys.prefill "{\"customer_id\":\"$customer\",\"user_id\":null}")
issued=$(call keys.issue - <<JSON
{"customer_id":"$customer",
 "holder":{"kind":"new","fields":{"first_name":""},"full_name":"Božena Němcová"},
 "device_name":"$(field "$prefill" device_name)","key_name":"$(field "$prefill" key_name)",
 "number":$(number "$prefill" number),"valid_from":"$(field "$prefill" valid_from)","valid_to":null}
JSON
)
key=$(field "$issued" key_id)

say 'The handout becomes a PDF'
call handouts.save_pdf - >/dev/null <<JSON
{"job":{"customer_id":"$customer","key_ids":["$key"],"stock":"a4","language":"cs"},"file":"$folder/handout.pdf"}
JSON

say 'The store is whole'
call store.check '{}' | grep -q '"ok":true,"value":{"findings":\[\],"ok":true}\|"value":{"findings":\[\],"ok":true}'

field "$(call keys.reveal_code "{\"key_id\":\"$key\"}")" code
