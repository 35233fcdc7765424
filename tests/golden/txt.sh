#!/bin/sh
# Plain text files as documents, in the encodings that productions carry: the words are gone by whatever reader, and all
# other bytes are as they were.
set -u

. tests/cases.sh
us=$(realpath "$UNDERSEAL")
cd "$WORK" || exit 1
mkdir -p in
printf 'Ms. Okonjo\342\200\231s number: 536-90-4399.\r\nPage 2: 536-90-\f4399, Caf\303\251 O-\r\nkonjo\rand Oko\302\255njo end\n' >in/utf8.txt
# With the words gone, as it must be in every encoding.
printf 'Ms. [NAME]\342\200\231s number: [SSN].\r\nPage 2: [SSN]\f, Caf\303\251 [NAME]\r\n\rand [NAME] end\n' >wanted
{ printf '\357\273\277'; cat in/utf8.txt; } >in/marked.txt
iconv -f utf-8 -t utf-16le in/utf8.txt >in/bare.txt
{ printf '\377\376'; iconv -f utf-8 -t utf-16le in/utf8.txt; } >in/little.txt
{ printf '\376\377'; iconv -f utf-8 -t utf-16be in/utf8.txt; } >in/big.txt
iconv -f utf-8 -t cp1252 in/utf8.txt >in/old.log
printf 'M\374ller, 536-90-4399\n' >'in/Okonjo 536-90-4399.txt'
printf '\310\342\340\355\356\342 Okonjo' >in/cyrillic.txt
printf 'Oko\033[0mnjo\n' >in/terminal.txt
head -c 3000 "$us" >in/program.txt
printf 'Okonjo,536-90-4399\n' >in/table.csv
printf 'Okonjo|NAME\n' >terms

"$us" redact in -o out --terms terms --rules ssn >said 2>&1
is 'what cannot be told from its bytes needs a person'   [ $? = 1 ]
is 'UTF-8 comes out as UTF-8'                            cmp out/utf8.txt wanted
is 'with its mark of byte order'                         sh -c "{ printf '\357\273\277'; cat wanted; } | cmp - out/marked.txt"
is 'UTF-16 as UTF-16 of its own order'                   sh -c "{ printf '\377\376'; iconv -f utf-8 -t utf-16le wanted; } | cmp - out/little.txt"
is 'of the other order as well'                          sh -c "{ printf '\376\377'; iconv -f utf-8 -t utf-16be wanted; } | cmp - out/big.txt"
is 'and without a mark'                                  sh -c "iconv -f utf-8 -t utf-16le wanted | cmp - out/bare.txt"
is 'Windows-1252 as Windows-1252'                        sh -c "iconv -f utf-8 -t cp1252 wanted | cmp - out/old.txt"
is 'a name of a file is cleaned'                         sh -c "printf 'M\374ller, [SSN]\n' | cmp - 'out/[NAME] [SSN].txt'"
is 'the words are nowhere, in one byte a sign or two'    sh -c "! cat out/*.txt | tr -d '\000' | grep -aiE 'okonjo|536.?90'"
is 'an unknown encoding is refused'                      grep -q 'cyrillic.txt: text in an encoding' said
is 'control codes of terminals are no text'              grep -q 'terminal.txt: skipped' said
is 'nor is a program'                                    grep -q 'program.txt: skipped' said
is 'nor a table, by its name'                            grep -q 'table.csv: skipped' said
is 'each is proven byte for byte'                        grep -q 'every sign outside the marks is as it was' out/proof.jsonl
is 'the outputs hold'                                    "$us" verify out
is 'a box on a page is refused'                          sh -c "! '$us' redact in/utf8.txt -o boxed --box in/utf8.txt:1:1,1,9,9"
"$us" redact in/utf8.txt -o last4 --profile frcp-5.2 --rules ssn >said 2>&1
is 'the last four digits stay where a profile says so'   grep -q 'number: \[SSN\]4399\.' last4/utf8.txt
is 'over the end of a page as well'                      sh -c "tr '\f' '#' <last4/utf8.txt | grep -q '\[SSN\]#4399, Caf'"
"$us" find in/old.log --terms terms --rules none -o plan.json >said 2>&1
"$us" redact in/old.log -o planned --plan plan.json >said 2>&1
is 'a plan is carried out'                               sh -c "iconv -f cp1252 -t utf-8 planned/old.txt | grep -q 'Ms. \[NAME\].s number: 536-90-4399'"

finish
