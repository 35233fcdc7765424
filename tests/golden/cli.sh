#!/bin/sh
# What the commands say, leave behind and end with, seen from outside.
#
#     UNDERSEAL=build/underseal sh tests/golden/cli.sh
#
# One line a case. A case is a command with the exit status it must have, and what must be said,
# present or absent afterwards.
set -u

underseal=${UNDERSEAL:-build/underseal}
case $underseal in /*) ;; *) underseal=$(pwd)/$underseal ;; esac
root=${ROOT:-$(pwd)}
docs=$root/fixtures/discovery
work=$(mktemp -d)
trap 'umount "$work/small" 2>/dev/null; chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 4
passed=0 failed=0

letter="$docs/correspondence/2024-02-09 Demand letter.pdf"
memo="$docs/memos/Privileged memorandum on damages.docx"
printf 'Okonjo\n# a comment\nMüller\n' >terms.txt

# try NAME STATUS COMMAND...: runs the command, keeps what it says, and remembers whether it ended so.
try() {
	name=$1 wanted=$2 good=yes why=
	shift 2
	"$@" >said 2>told </dev/null
	got=$?
	[ "$got" -eq "$wanted" ] || { good=no; why="status $got instead of $wanted"; }
}
says()    { grep -qF -- "$1" said || { good=no; why="$why; does not say: $1"; }; }
tells()   { grep -qF -- "$1" told || { good=no; why="$why; does not tell: $1"; }; }
silent()  { ! grep -qiF -- "$1" said told || { good=no; why="$why; says: $1"; }; }
there()   { [ -e "$1" ] || { good=no; why="$why; missing: $1"; }; }
absent()  { [ ! -e "$1" ] || { good=no; why="$why; there: $1"; }; }
holds()   { grep -qF -- "$2" "$1" || { good=no; why="$why; $1 lacks: $2"; }; }
lacks()   { ! grep -qiF -- "$2" "$1" || { good=no; why="$why; $1 holds: $2"; }; }
no_temp() { [ -z "$(find "$1" -name '.underseal-*' 2>/dev/null)" ] || { good=no; why="$why; a temporary is left"; }; }
check()   { "$@" || { good=no; why="$why; not so: $*"; }; }
end() {
	if [ $good = yes ]; then
		passed=$((passed + 1))
		echo "ok    $name"
	else
		failed=$((failed + 1))
		echo "FAIL  $name: $why"
		sed 's/^/      | /' told said | head -12
	fi
}
skip() { echo "skip  $1"; }

# ---- the program ---------------------------------------------------------------------------------

try 'no command is a usage error' 2 "$underseal"
tells 'usage: underseal COMMAND'; end
try 'an unknown command is a usage error with a hint' 2 "$underseal" redcat
tells 'redcat: no such command'; tells 'hint:'; end
try 'help lists every command' 0 "$underseal" --help
for c in find redact verify seal open list text rules formats; do says "$c"; done; end
for c in find redact verify text formats; do
	try "$c --help explains itself" 0 "$underseal" $c --help
	says "usage: underseal $c"; says '--help'; end
done
try 'an unknown option is a usage error' 2 "$underseal" redact --nonsense
tells '--nonsense'; tells 'hint:'; end
try 'formats tells what cannot be done' 0 "$underseal" formats
says 'PDF'; says 'cannot'; end
try 'formats tells what readers of documents are kept from' 0 "$underseal" formats
says 'Readers of documents, on this system'; says 'Landlock'; says 'seccomp'; says '--limit-mem'; end
try 'and tells it to machines' 0 "$underseal" formats --json
says '{"schema":"sandbox/1","landlock":'; says '"seccomp":'; says '"limits":'; end

# ---- the main job --------------------------------------------------------------------------------

try 'a letter is redacted and proven' 0 "$underseal" redact "$letter" -o out -t terms.txt
there 'out/2024-02-09 Demand letter.pdf'; there out/proof.jsonl; there out/redaction-log.csv
holds out/proof.jsonl '"proven":true'; says '1 file: 1 proven'; no_temp out
lacks out/redaction-log.csv okonjo; lacks out/proof.jsonl okonjo
silent okonjo; silent 536-90-4399
pdftotext 'out/2024-02-09 Demand letter.pdf' out/words; lacks out/words okonjo; lacks out/words 536-90-4399
holds out/words 'Dear Mr. Whitlock'; rm out/words; end

try 'verify proves the folder again' 0 "$underseal" verify out -t terms.txt
says 'holds'; end
try 'verify finds the terms in the source' 1 "$underseal" verify "$letter" -t terms.txt --rules none
says 'terms-gone'; silent okonjo; end
try 'verify sees a changed file' 1 sh -c "cp -r out changed; echo >>'changed/2024-02-09 Demand letter.pdf'; '$underseal' verify changed"
says 'changed since it was proven'; end
try 'verify misses a file that is gone' 1 sh -c "rm 'changed/2024-02-09 Demand letter.pdf'; '$underseal' verify changed"
tells 'not in the folder'; end

try 'a word document keeps its type' 0 "$underseal" redact "$memo" -o out -t terms.txt
there 'out/Privileged memorandum on damages.docx'
check unzip -tqq 'out/Privileged memorandum on damages.docx'
unzip -p 'out/Privileged memorandum on damages.docx' >words; lacks words okonjo
holds out/proof.jsonl 'Demand letter.pdf'; end

try 'an output that exists is not replaced' 2 "$underseal" redact "$letter" -o out --no-resume
tells 'exists already'; tells '--overwrite'; end
try 'an output is replaced when asked' 0 "$underseal" redact "$letter" -o out -t terms.txt --overwrite
check [ "$(grep -c 'Demand letter' out/proof.jsonl)" -eq 1 ]; end

try 'a folder keeps its tree' 1 "$underseal" redact "$docs/scans" "$docs/memos" "$docs/contracts" -o tree -t terms.txt --ocr never
there 'tree/Services and Retention Agreement.pdf'; tells 'could not be read'; end
try 'a scan is read' 1 "$underseal" redact "$docs/scans" -o scan-read -t terms.txt
holds scan-read/redaction-log.csv ',1,'; holds scan-read/proof.jsonl '"name":"pixels-gone","outcome":"pass"'; end
try 'a heading in a coarse scan is read right' 0 "$underseal" text "$docs/scans"
says 'EMPLOYEE STATEMENT OF INCIDENT'; end
try 'a language that is not there is told with its package, once' 2 "$underseal" redact "$docs/scans" -o scan-lang -t terms.txt --ocr-lang tlh
tells 'apt-get install tesseract-ocr-tlh'; check [ ! -e scan-lang ]; end
mkdir -p nothing
for command in 'redact nothing -o none' 'find nothing -o none.json' 'text nothing' 'verify nothing'; do
	# shellcheck disable=SC2086
	try "${command%% *}: a folder without files is an input error" 3 "$underseal" $command
	tells 'holds no files'; absent none; absent none.json; end
done

try 'a document that cannot be searched is withheld when asked' 1 "$underseal" redact "$docs/scans" -o scan-kept-back -t terms.txt --ocr never --on-unreadable withhold
tells 'withheld'; end
try 'a page that cannot be searched is blacked out when asked' 1 "$underseal" redact "$docs/scans" -o scan-black -t terms.txt --ocr never --on-unreadable black
holds scan-black/redaction-log.csv ',UNREADABLE,'; end
mkdir -p deep/a/b && cp "$letter" deep/a/b/x.pdf
try 'a folder below a folder is kept' 0 "$underseal" redact deep -o deep-out -t terms.txt
there deep-out/a/b/x.pdf; end

printf 'Okonjo|NAME|landlord of Whitlock\nWhitlock|NAME|listed name\n' >reasons.txt
try 'no term stands in the reasons of the log' 0 "$underseal" redact "$letter" -o reasons -t reasons.txt --rules none
holds reasons/redaction-log.csv 'listed name'; lacks reasons/redaction-log.csv whitlock; lacks reasons/proof.jsonl whitlock; end
try 'a label is one line of text' 2 "$underseal" redact "$letter" -o labelled --label "$(printf 'A\001B')"
tells 'label'; tells 'hint:'; absent labelled; end
try 'find prints counts and no words' 0 "$underseal" find "$letter" -t terms.txt -o plan.json
says 'term'; says 'ssn'; silent okonjo; lacks plan.json okonjo; holds plan.json '"schema":"plan/1"'; end
try 'find shows words when asked' 0 "$underseal" find "$letter" -t terms.txt --words
says 'Okonjo'; end
try 'find does not replace a reviewed plan' 2 "$underseal" find "$letter" -o plan.json
tells 'exists already'; end
try 'a plan is carried out' 0 "$underseal" redact "$letter" -p plan.json -o planned
pdftotext 'planned/2024-02-09 Demand letter.pdf' words; lacks words okonjo; end
mkdir -p called; cp "$letter" "called/Okonjo letter.pdf"
"$underseal" find called -t terms.txt -o called.json >/dev/null 2>&1
try "a plan's marks in the name of a file are carried out" 0 "$underseal" redact called -p called.json -o called-out
there 'called-out/[REDACTED] letter.pdf'; absent 'called-out/Okonjo letter.pdf'; end
try 'a plan for other bytes is refused' 1 "$underseal" redact "$memo" -p plan.json -o planned2
tells 'plan has no document with these bytes'; absent 'planned2/Privileged memorandum on damages.docx'; end
echo '{"schema":"plan/1","documents":[' >broken.json
try 'a broken plan is a usage error' 2 "$underseal" redact "$letter" -p broken.json -o planned3
tells 'broken.json'; end

try 'a box is blacked out' 0 "$underseal" redact "$letter" -o boxed --rules none --box "$letter:1:0,0,612,292"
pdftotext -l 1 'boxed/2024-02-09 Demand letter.pdf' words; lacks words 'Gordon'; holds words 'Dear Mr. Whitlock'; end
try 'a box on a page that is not there is told' 2 "$underseal" redact "$letter" -o boxed2 --rules none --box "$letter:99:0,0,9,9"
tells 'page 99'; no_temp boxed2; end
try 'a box that cannot be read is a usage error' 2 "$underseal" redact "$letter" -o boxed3 --box 'x.pdf:1:2,3'
tells 'FILE:PAGE:x,y,w,h'; absent boxed3; end

try 'a label is printed on the boxes' 0 "$underseal" redact "$letter" -o labelled -t terms.txt --label SEALED
pdftotext 'labelled/2024-02-09 Demand letter.pdf' words; holds words SEALED; end
try 'a label that holds a term is a usage error' 2 "$underseal" redact "$letter" -o labelled2 -t terms.txt --label 'not Okonjo'
tells 'label'; silent 'not okonjo'; end

cp "$letter" 'Letter of Margaret_Okonjo.pdf'
try 'a name that holds a term is made neutral' 0 "$underseal" redact 'Letter of Margaret_Okonjo.pdf' -o named -t terms.txt
check [ -z "$(find named | grep -i okonjo)" ]; lacks named/proof.jsonl okonjo; lacks named/redaction-log.csv okonjo
tells 'written as'; end

try 'json is one object a document and a summary' 0 "$underseal" redact "$letter" -o json -t terms.txt --json
check [ "$(wc -l <said)" -eq 2 ]; says '"schema":"proof/1"'; says '"schema":"summary/1"'; silent okonjo; end
try 'text shows what is read' 0 "$underseal" text "$letter"
says '== page 1 (page, page 1'; says 'Whitlock'; end
try 'text gives places in JSON' 0 "$underseal" text --json "$letter"
says '"schema":"text/1"'; says '"box":['; end

cat >matter.ini <<'INI'
[matter]
caption = A v. B
[redact]
terms = terms.txt
rules = none
INI
try 'a matter file sets terms and rules' 0 "$underseal" redact "$letter" -o matter -m matter.ini
pdftotext 'matter/2024-02-09 Demand letter.pdf' words; lacks words okonjo; end
printf '[redact]\ntemrs = x\n' >wrong.ini
try 'a wrong matter file is named with its line' 2 "$underseal" redact "$letter" -o matter2 -m wrong.ini
tells 'wrong.ini: line 2'; absent matter2; end
try 'missing terms are a usage error' 2 "$underseal" redact "$letter" -o matter3 -t nowhere.txt
tells 'nowhere.txt'; end

# ---- bad input -----------------------------------------------------------------------------------

: >empty.pdf
try 'zero bytes are an input error' 3 "$underseal" redact empty.pdf -o bad
tells 'empty.pdf: empty, zero bytes'; tells 'hint:'; absent bad/empty.pdf; no_temp bad; end
echo hello >note.csv
try 'not a document is an input error' 3 "$underseal" redact note.csv -o bad
tells 'note.csv: not a format we know'; tells 'hint:'; end
try 'a missing file is an input error' 3 "$underseal" redact nowhere.pdf -o bad
tells 'nowhere.pdf: no such file'; end
head -c 2000 "$memo" >cut.docx
try 'a truncated document is told' 3 "$underseal" redact cut.docx -o bad
tells 'cut.docx:'; absent bad/cut.docx; no_temp bad; end
if command -v qpdf >/dev/null; then
	qpdf --encrypt secret owner 256 -- "$letter" locked.pdf
	try 'an encrypted document is refused with a way out' 1 "$underseal" redact locked.pdf -o bad
	tells 'locked.pdf:'; tells 'hint:'; absent bad/locked.pdf; end
	echo secret >password
	try 'a password opens it' 0 "$underseal" redact locked.pdf -o opened -t terms.txt --password-file password
	there opened/locked.pdf; end
else
	skip 'an encrypted document (no qpdf)'
fi
mkdir mixed && cp "$letter" mixed/good.pdf && echo hello >mixed/note.csv && : >mixed/empty.pdf && ln -s . mixed/loop
try 'one bad file does not stop the others' 1 "$underseal" redact mixed -o mixed-out -t terms.txt
there mixed-out/good.pdf; tells 'note.csv: skipped'; tells 'empty.pdf'; tells 'loop: link, not followed'
holds mixed-out/proof.jsonl '"proven":false'; end

cp -r mixed/good.pdf inside.pdf
try 'an output inside the input is refused' 2 "$underseal" redact mixed -o mixed/out
tells 'output lies inside the input'; tells 'hint:'; absent mixed/out; end
try 'an input inside the output is refused' 2 "$underseal" redact mixed/good.pdf -o mixed
tells 'lies inside the output'; end
try 'the originals are never replaced' 2 "$underseal" redact inside.pdf -o . --overwrite
check cmp -s inside.pdf "$letter"; end
mkdir twice && cp "$letter" twice/x.pdf
try 'two inputs for one output are told before work' 2 "$underseal" redact twice deep/a/b/x.pdf -o twice-out
tells 'would both be written as x.pdf'; absent twice-out/x.pdf; end
: >afile
try 'an output that is a file is refused' 2 "$underseal" redact "$letter" -o afile
tells 'afile'; end

if [ "$(id -u)" -ne 0 ]; then
	cp "$letter" unread.pdf && chmod 0 unread.pdf
	try 'an unreadable file is an input error' 3 "$underseal" redact unread.pdf -o bad
	tells 'unread.pdf: Permission denied'; tells 'hint:'; end
	mkdir closed && chmod 500 closed
	try 'an output folder that cannot be written is a system error' 4 "$underseal" redact "$letter" -o closed
	tells 'closed'; tells 'hint:'; end
else
	skip 'permissions (root may do everything)'
fi

mkdir small
if mount -t tmpfs -o size=24k tmpfs small 2>/dev/null; then
	try 'a full disk leaves no half-written file' 4 "$underseal" redact "$docs/depositions" -o small/out -t terms.txt
	tells 'No space left'; no_temp small; check [ -z "$(find small -name '*.pdf')" ]; end
	umount small
else
	skip 'a full disk (tmpfs cannot be mounted here)'
fi

mkdir many
for i in 1 2 3 4 5 6 7 8 9; do
	for d in contracts depositions expert; do
		# each with bytes of its own: the same document is done once
		for f in "$docs/$d"/*.pdf; do { cat "$f"; echo "%$i"; } >"many/$i-$d.pdf"; done
	done
done
"$underseal" redact many -o stopped -j 1 -t terms.txt >said 2>told &
sleep 0.3
# A shell without a terminal has its background jobs ignore SIGINT, so SIGTERM stands for Ctrl-C.
name='a stop signal ends the children and removes what is unfinished' good=yes why=
kill -TERM $!
wait $!
status=$?
[ $status -eq 143 ] || { good=no; why="status $status instead of 143"; }
no_temp stopped
for f in stopped/*.pdf; do
	[ -e "$f" ] && [ $status -ne 0 ] && { grep -qF "\"output\":\"${f#stopped/}\"" stopped/proof.jsonl || { good=no; why="$why; $f has no proof"; }; }
done
end

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
