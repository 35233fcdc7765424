#!/bin/sh
# seal, open and list as a person uses them, against the stock age, minisign and unzip.
set -u

. tests/cases.sh
us=$UNDERSEAL
cd "$WORK" || exit 1
XDG_CONFIG_HOME=$WORK/config
export XDG_CONFIG_HOME
mkdir safe

no() {
	bad "$1"
	sed 's/^/      | /' said | head -20
}
have() { command -v "$1" >/dev/null 2>&1; }

# case_of NAME STATUS TEXT COMMAND...: runs it without a terminal; the status must be that, and all it
# prints must hold the text ("" for any).
case_of() {
	name=$1 status=$2 text=$3
	shift 3
	setsid -w "$@" >said 2>&1 </dev/null
	got=$?
	if [ $got -ne "$status" ]; then
		echo "status $got, not $status" >>said
		no "$name"
	elif ! grep -qF -e "$text" said; then
		echo "does not say: $text" >>said
		no "$name"
	else
		good "$name"
	fi
}
prove() { # DIR FILE
	printf '{"schema":"proof/1","output":"%s","output_sha256":"%s","proven":true}\n' "$2" \
		"$(sha256sum <"$1/$2" | cut -d' ' -f1)" >>"$1/proof.jsonl"
}
mkdir -p "out/Volume 1"
echo 'file,page,rule' >out/redaction-log.csv
head -c 200000 /dev/urandom >"out/Volume 1/Exhibit – 12.pdf"
printf 'a letter' >out/letter.docx
: >out/empty.pdf
i=0
while [ $i -lt 120 ]; do
	i=$((i + 1))
	echo "document $i" >"out/Volume 1/doc $i.pdf"
	prove out "Volume 1/doc $i.pdf"
done
for f in "Volume 1/Exhibit – 12.pdf" letter.docx empty.pdf; do prove out "$f"; done
extra='-x MANIFEST.json -x MANIFEST.json.minisig -x READ-ME.txt'

# ---- the plain way
case_of "a folder is sealed" 0 "sealed 123 documents" \
	"$us" seal out -o b.age --expires 30d --to "Barrow LLP" --matter "24-cv-118" --passphrase-out safe/pass
is "the passphrase is six words in a file for its owner" \
	sh -c 'test "$(stat -c %a safe/pass)" = 600 && grep -Eqx "([a-z]+-){5,9}[a-z]+" safe/pass'
is "the bundle and the sender's key are for their owner" \
	sh -c 'test "$(stat -c %a b.age config/underseal/sender.key | tr "\n" " ")" = "600 600 "'
is "the bundle is an age file of one passphrase" \
	sh -c 'head -n 1 b.age | grep -qx age-encryption.org/v1 && head -n 2 b.age | tail -n 1 | grep -Eqx -e "-> scrypt [A-Za-z0-9+/]{22} 18"'
case_of "its list names recipient, date and files" 0 "proven    Volume 1/Exhibit – 12.pdf" \
	"$us" list b.age --passphrase-file safe/pass
is "the list says for whom" grep -q 'for  *Barrow LLP' said
case_of "it opens" 0 "opened 126 files into opened" "$us" open b.age -o opened --passphrase-file safe/pass
is "what comes out is what went in" diff -r $extra out opened
is "READ-ME.txt says that the date is not a lock" grep -q 'The date is not a lock' opened/READ-ME.txt
is "READ-ME.txt says for whom" grep -q 'Barrow LLP' opened/READ-ME.txt
case_of "nothing is replaced by opening again" 2 "exists already" \
	"$us" open b.age -o opened --passphrase-file safe/pass
case_of "no bundle is replaced" 2 "b.age: exists already" \
	"$us" seal out -o b.age --expires 30d --passphrase-out safe/pass2
is "a seal that fails leaves no passphrase" test ! -e safe/pass2

# ---- other programs
cc=${CC:-cc}
if $cc -o pty "$ROOT/tests/golden/pty.c" -lutil >said 2>&1; then pty=$WORK/pty; else pty=; fi
pass=$(cat safe/pass)
if have age && [ "$pty" ]; then
	is "stock age opens it" ./pty 60 "passphrase" "$pass" -- age -d -o payload.zip b.age
	if have unzip; then
		is "unzip finds the archive sound" unzip -tq payload.zip
		mkdir unzipped
		is "unzip takes out the same files" \
			sh -c "unzip -q payload.zip -d unzipped && rm unzipped/_padding.bin && diff -r $extra out unzipped"
	else
		skip "unzip reads the archive: no unzip"
	fi
	is "stock age seals a payload" \
		./pty 60 "assphrase" "tea and biscuits at five" "onfirm" "tea and biscuits at five" -- age -p -o theirs.age payload.zip
	echo "tea and biscuits at five" >safe/theirs
	case_of "which opens here" 0 "opened 126 files" "$us" open theirs.age -o theirs --passphrase-file safe/theirs
	age-keygen -o safe/id 2>/dev/null
	age -e -i safe/id -o keyed.age payload.zip
	case_of "a file sealed to a key asks for the key" 2 "--identity" \
		"$us" open keyed.age -o keyed --passphrase-file safe/pass
	case_of "with which it opens" 0 "opened 126 files" "$us" open keyed.age -o keyed -i safe/id
	age -a -e -i safe/id -o armor.age payload.zip
	case_of "as it does in text armour" 0 "letter.docx" "$us" list armor.age -i safe/id
	to=$(age-keygen -y safe/id)
	case_of "a bundle is sealed to a key" 0 "opened by   $to" \
		"$us" seal out -o tokey.age --expires 30d --recipient "$to" --armor
	is "which is text" sh -c 'head -n 1 tokey.age | grep -qx -e "-----BEGIN AGE ENCRYPTED FILE-----" && ! grep -q "[^ -~]" tokey.age'
	is "stock age opens it with the key" sh -c 'age -d -i safe/id -o tokey.zip tokey.age && unzip -tq tokey.zip'
	case_of "and so does open" 0 "opened 126 files" "$us" open tokey.age -o tokey --identity safe/id
	age-keygen -o safe/other 2>/dev/null
	case_of "another key does not open it" 3 "sealed to other keys than yours" \
		"$us" open tokey.age -o nokey --identity safe/other
	case_of "a secret key is no recipient" 2 "a secret key, not a recipient" \
		"$us" seal out -o nokey.age --expires 30d --recipient "$(tail -n 1 safe/id)"
	sed '5s/^./\*/' tokey.age >broken.age
	case_of "broken armour is one plain sentence" 3 "damaged" "$us" open broken.age -o nokey --identity safe/id
	case_of "armour without its end too" 3 "text armour is damaged" \
		sh -c "sed '\$d' tokey.age >noend.age; exec '$us' open noend.age -o nokey --identity safe/id"
	is "none of them wrote anything" test ! -e nokey
else
	skip "stock age both ways: no age or no C compiler"
fi
if have minisign; then
	is "stock minisign verifies the manifest" \
		minisign -V -q -m opened/MANIFEST.json -p config/underseal/sender.pub
	is "the key that READ-ME.txt names is that key" \
		grep -qF "$(tail -n 1 config/underseal/sender.pub)" opened/READ-ME.txt
	echo hello >note
	is "stock minisign signs with the sender's key" \
		sh -c 'minisign -S -s config/underseal/sender.key -m note && minisign -V -q -m note -p config/underseal/sender.pub'
else
	skip "stock minisign: no minisign"
fi

# ---- parts
case_of "one file comes out alone" 0 "opened 1 file into" "$us" open b.age letter.docx -o one --passphrase-file safe/pass
is "and nothing beside it" test "$(ls -A one)" = letter.docx
case_of "a pattern takes several" 0 "opened 10 files into" \
	"$us" open b.age 'Volume 1/doc 11?.pdf' -o ten --passphrase-file safe/pass
is "which are right" diff "out/Volume 1/doc 115.pdf" "ten/Volume 1/doc 115.pdf"
case_of "a name that is not in it writes nothing" 2 'holds no file "brief.pdf"' \
	"$us" open b.age letter.docx brief.pdf -o none --passphrase-file safe/pass
is "not even its folder" test ! -e none
is "one file goes to standard output" \
	sh -c "'$us' open b.age 'Volume 1/Exhibit – 12.pdf' -o - --passphrase-file safe/pass 2>said | cmp - 'out/Volume 1/Exhibit – 12.pdf'"
case_of "a whole bundle is checked" 0 "126 files, each is the one that was sealed" "$us" check b.age --passphrase-file safe/pass
cp b.age bent.age
printf x | dd of=bent.age bs=1 seek=100000 conv=notrunc 2>/dev/null
case_of "a bent byte is found" 3 "damaged" "$us" check bent.age --passphrase-file safe/pass
case_of "other files of it still come out" 0 "opened 1 file" "$us" open bent.age letter.docx -o bent --passphrase-file safe/pass

# ---- who sealed it
words=$("$us" keys | sed -n 's/^words  *//p')
is "a fingerprint is ten words" sh -c 'echo "$1" | grep -Eqx "([a-z]+-){9,}[a-z]+"' - "$words"
case_of "one's own bundle says so" 0 "this is your own key" "$us" list b.age --passphrase-file safe/pass
ours=$XDG_CONFIG_HOME
XDG_CONFIG_HOME=$WORK/theirs-config
case_of "the first sender is taken, and told" 0 "the first sender that you meet" \
	"$us" list b.age --passphrase-file safe/pass
case_of "and known from then on" 0 "known since" "$us" list b.age --passphrase-file safe/pass
XDG_CONFIG_HOME=$WORK/third-config
case_of "another person seals" 0 "sealed 123" "$us" seal out -o third.age --expires 30d --passphrase-out safe/third
XDG_CONFIG_HOME=$WORK/theirs-config
case_of "a sender who was never seen is refused" 1 "its sender is not known" \
	"$us" open third.age -o third --passphrase-file safe/third
is "and nothing is written" test ! -e third
case_of "as is one who is not the one that was named" 1 "another key than the one you named" \
	"$us" open third.age -o third --passphrase-file safe/third --sender "$words"
case_of "the named one's bundle opens" 0 "opened 126" "$us" open b.age -o named --passphrase-file safe/pass --sender "$(echo "$words" | tr - ' ')"
XDG_CONFIG_HOME=$WORK/third-config "$us" keys export -o third.pub
case_of "a sender can be known beforehand" 0 "words" "$us" keys trust third.pub --label "Third & Partners"
case_of "and is then opened" 0 "Third & Partners" "$us" open third.age -o third --passphrase-file safe/third
if [ "$pty" ]; then
	"$us" keys forget "$(XDG_CONFIG_HOME=$WORK/third-config "$us" keys | sed -n 's/^words  *//p')"
	./pty 60 "yes to go on" "no" -- "$us" list third.age --passphrase-file safe/third >said 2>&1
	is "a terminal is asked, and no is no" sh -c 'grep -q "sender is not known" said && ! grep -q letter.docx said'
	./pty 60 "yes to go on" "yes" -- "$us" list third.age --passphrase-file safe/third >said 2>&1
	is "yes is yes" grep -q letter.docx said
fi
XDG_CONFIG_HOME=$ours

# ---- a notice
printf 'Subject to the protective order of May 4.\r\nReturn what was sent by mistake.\r\n' >notice.txt
case_of "a notice is sealed in" 0 "sealed 123" \
	"$us" seal out -o noticed.age --expires 30d --notice notice.txt --passphrase-out safe/n
case_of "it is shown, and has to be accepted" 1 "Return what was sent by mistake." \
	"$us" open noticed.age -o noticed --passphrase-file safe/n
is "before any file is named or written" sh -c '! grep -q letter.docx said && test ! -e noticed'
case_of "nor does the list name one" 1 "--accept-notice" "$us" list noticed.age --passphrase-file safe/n
case_of "accepted, it opens" 0 "opened 127 files" "$us" open noticed.age -o noticed --passphrase-file safe/n --accept-notice
is "and the notice is with the files" grep -q 'protective order' noticed/NOTICE.txt
if [ "$pty" ]; then
	./pty 60 "yes to go on" "no" -- "$us" list noticed.age --passphrase-file safe/n >said 2>&1
	is "a terminal is asked to accept it" sh -c 'grep -q "notice was not accepted" said && ! grep -q letter.docx said'
fi
printf 'a \033[2Jnotice' >bad.txt
case_of "a notice with control characters is refused" 2 "control character" \
	"$us" seal out -o bad.age --expires 30d --notice bad.txt --passphrase-out safe/bad

# ---- a key with a password
echo 'tea and biscuits' >safe/word
XDG_CONFIG_HOME=$WORK/locked
case_of "a key is made with a password" 0 "made " "$us" keys make --new-password-file safe/word
case_of "and is not made twice" 2 "already" "$us" keys make --no-password
case_of "it does not sign without" 2 "--key-password-file" \
	"$us" seal out -o k.age --expires 30d --passphrase-out safe/k
case_of "it signs with it" 0 "sealed 123" \
	"$us" seal out -o k.age --expires 30d --passphrase-out safe/k --key-password-file safe/word
case_of "not with another one" 3 "wrong password" \
	"$us" seal out -o k2.age --expires 30d --passphrase-out safe/k2 --key-password-file safe/pass
if have minisign && [ "$pty" ]; then
	echo hello >note2
	is "stock minisign takes key and password" \
		./pty 60 "assword" "tea and biscuits" -- minisign -S -s locked/underseal/sender.key -m note2
	is "and verifies" minisign -V -q -m note2 -p locked/underseal/sender.pub
fi
case_of "the password can be taken off" 0 "has no password now" \
	"$us" keys password --key-password-file safe/word --no-password
case_of "and then it signs without" 0 "sealed 123" "$us" seal out -o k3.age --expires 30d --passphrase-out safe/k3
XDG_CONFIG_HOME=$ours

# ---- the terminal
if [ "$pty" ]; then
	./pty 60 -- "$us" seal out -o t.age --expires 1w >said 2>&1
	shown=$(tr -d '\r' <said | grep -Ex ' {4}([a-z]+-){5,9}[a-z]+' | tr -d ' ')
	is "a terminal is shown the passphrase once" test "$(echo "$shown" | wc -w)" = 1
	./pty 60 "Passphrase: " "$shown" -- "$us" open t.age -o t >said 2>&1
	is "a terminal is asked for it" diff -r $extra out t
	if grep -qF "$shown" said; then no "what is typed is not shown"; else good "what is typed is not shown"; fi
	./pty 60 "Passphrase: " "$(printf '\003')" -- "$us" open t.age -o t2 >said 2>&1
	is "Ctrl-C at the question gives up" sh -c "grep -q 'no passphrase was given' said && test ! -e t2"
else
	skip "the terminal: no C compiler"
fi
case_of "without a terminal sealing asks for a file" 2 "--passphrase-out" "$us" seal out -o n.age --expires 30d
case_of "without a terminal opening asks for a file" 2 "--passphrase-file" "$us" open b.age -o n
is "and nothing is sealed" test ! -e n.age

# ---- passphrases
echo 'Password1!' >safe/weak
case_of "a weak passphrase is refused" 2 "too easy to guess" \
	"$us" seal out -o w.age --expires 30d --passphrase-file safe/weak
case_of "unless it is accepted" 0 "sealed" \
	"$us" seal out -o w.age --expires 30d --passphrase-file safe/weak --accept-weak
case_of "no passphrase is written beside its bundle" 2 "beside the bundle" \
	"$us" seal out -o x.age --expires 30d --passphrase-out pass
case_of "nor into the folder that is sealed" 2 "beside the bundle" \
	"$us" seal out -o x.age --expires 30d --passphrase-out "out/Volume 1/pass"
case_of "a wrong passphrase is one plain sentence" 3 "wrong passphrase, or the file is damaged" \
	"$us" open b.age -o wrong --passphrase-file safe/weak
is "and nothing is written" test ! -e wrong

# ---- what is not sealed
cp -r out stray && echo x >stray/note.txt
case_of "a file without proof is named" 1 "stray/note.txt: there is no proof of it" \
	"$us" seal stray -o s.age --expires 30d --passphrase-out safe/s
case_of "unless the sender says so" 0 "without proof" \
	"$us" seal stray -o s.age --expires 30d --passphrase-out safe/s --include-unproven
case_of "and then the list says so" 0 "unproven  note.txt" "$us" list s.age --passphrase-file safe/s
cp -r out changed && echo x >>changed/letter.docx
case_of "a file changed after its proof is named" 1 "changed/letter.docx: it was changed" \
	"$us" seal changed -o c.age --expires 30d --passphrase-out safe/c
cp -r out plan && echo '{"schema":"plan/1","documents":[]}' >plan/plan.json
case_of "a plan is left out, and told" 0 "plan.json: left out" \
	"$us" seal plan -o p.age --expires 30d --passphrase-out safe/p
"$us" list p.age --passphrase-file safe/p >said 2>&1
if grep -q plan.json said; then no "no plan travels"; else good "no plan travels"; fi
cp -r out linked && ln -s /etc/passwd linked/l.pdf
case_of "a link is refused" 1 "l.pdf: link" "$us" seal linked -o l.age --expires 30d --passphrase-out safe/l
case_of "a folder that is not there" 3 "nowhere" "$us" seal nowhere -o l.age --expires 30d --passphrase-out safe/l
case_of "a bundle inside its folder" 2 "would lie in the folder" \
	"$us" seal out -o out/l.age --expires 30d --passphrase-out safe/l

# ---- dates
case_of "a date that has passed" 2 "has passed" "$us" seal out -o d.age --expires 2020-01-01 --passphrase-out safe/d
case_of "no date at all" 2 "--expires" "$us" seal out -o d.age --passphrase-out safe/d
case_of "what is no date" 2 "neither" "$us" seal out -o d.age --expires soon --passphrase-out safe/d
soon=$(date -u -d '+4 seconds' +%Y-%m-%dT%H:%M:%SZ)
case_of "a date a few seconds away" 0 "$soon" "$us" seal out -o d.age --expires "$soon" --passphrase-out safe/d
sleep 5
case_of "after the date it is not opened" 1 "the bundle expired on $soon" \
	"$us" open d.age -o expired --passphrase-file safe/d
is "and nothing is written" test ! -e expired
case_of "nor are its files listed" 1 "expired on" "$us" list d.age --passphrase-file safe/d
is "which names no file" sh -c '! grep -q letter.docx said'

# ---- damage, full disks
head -c $(($(stat -c %s b.age) / 2)) b.age >cut.age
case_of "a cut bundle" 3 "wrong passphrase, or the file is damaged" \
	"$us" open cut.age -o cut --passphrase-file safe/pass
case_of "a file that is no bundle" 3 "not a sealed bundle" "$us" open out/letter.docx -o cut --passphrase-file safe/pass
case_of "an empty file" 3 "not a sealed bundle" "$us" open out/empty.pdf -o cut --passphrase-file safe/pass
case_of "a bundle that is not there" 3 "No such file" "$us" open none.age -o cut --passphrase-file safe/pass
is "none of them wrote anything" test ! -e cut
case_of "a full disk while sealing" 4 "f.age:" \
	sh -c "trap '' XFSZ; ulimit -f 100; exec '$us' seal out -o f.age --expires 30d --passphrase-out safe/f"
is "leaves no bundle, no temporary and no passphrase" \
	sh -c 'test ! -e f.age && test ! -e safe/f && test -z "$(ls -A | grep underseal-)"'
case_of "a full disk while opening" 4 "full/" \
	sh -c "trap '' XFSZ; ulimit -f 100; exec '$us' open b.age -o full --passphrase-file safe/pass"
is "leaves only whole files" sh -c 'test -z "$(find full -name "*.part")" && test ! -e "full/Volume 1/Exhibit – 12.pdf"'

# ---- help
for c in seal open list check; do
	case_of "$c --help says how" 0 "FILE.age" "$us" $c --help
done
case_of "seal --help says what the date is not" 0 "a lock" "$us" seal --help

finish
