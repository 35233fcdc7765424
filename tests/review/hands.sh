# shellcheck shell=sh
# What scripts that ask a review's server share, after tests/cases.sh: a page's hands, without a page. $at is the address with the
# token, $WORK/got the last answer, $status its status.

server=
# serve ARGUMENTS...: starts a review and waits until it answers
serve() {
	: >"$WORK/address"
	"$UNDERSEAL" review --no-browser "$@" >"$WORK/address" 2>"$WORK/said" &
	server=$!
	for _ in $(seq 300); do
		[ -s "$WORK/address" ] && break
		kill -0 $server 2>/dev/null || break
		sleep 0.1
	done
	at=$(cat "$WORK/address")
	[ -n "$at" ]
}
# fetch PATH [CURL ARGUMENTS...]: the answer in $WORK/got, its status in $status
fetch() {
	path=$1
	shift
	status=$(curl -s -m 60 -o "$WORK/got" -D "$WORK/headers" -w '%{http_code}' "$@" "$at$path")
}
post() { fetch "$1" --data-binary "$2"; }
act() { post api/act "{\"window\":\"one\",\"actions\":[$1]}"; }
# get PATH EXPRESSION: JSON as d; what the expression yields
get() { fetch "$1" && value "$2"; }
value() { node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1])); const v = eval(process.argv[2]); process.stdout.write(typeof v === "string" ? v : JSON.stringify(v) + "")' "$WORK/got" "$1" 2>&1; }
yields() { [ "$(get "$1" "$2")" = "$3" ] || { echo "$2 is $(value "$2"), not $3"; return 1; }; }
answers() { [ "$status" = "$1" ] || { echo "answered $status: $(head -c 300 "$WORK/got")"; return 1; }; }
says() { grep -qF -- "$1" "$WORK/got" || { head -c 300 "$WORK/got"; return 1; }; }
# ready N: document N was read
ready() {
	for _ in $(seq 300); do
		[ "$(get api/documents "d.documents[$1].state")" = "${2:-ready}" ] && return 0
		sleep 0.1
	done
	echo "still $(value "d.documents[$1].state")"
	return 1
}
# plan EXPRESSION VALUE: of the file on disk
plan() {
	cp "$PLAN" "$WORK/got"
	[ "$(value "$1")" = "$2" ] || { echo "$1 is $(value "$1"), not $2"; return 1; }
}
end() { kill -"${1:-INT}" $server 2>/dev/null; wait $server 2>/dev/null; }
refused() { act "$1"; answers "$2" && says "$3"; }
same_plan() { cmp -s "$PLAN" "$WORK/before"; }
PLAN=$WORK/plan.json
