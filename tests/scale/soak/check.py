"""Whether a run left what it should. Shares nothing with the program: it reads what lies there.

    python3 check.py names LEDGER OUT                  in the middle: whatever has its name was promised, with its hash
    python3 check.py all LEDGER OUT FOLDER FACTS       at the end

Prints each fault, and ends with 1 when there was one.
"""
import collections, hashlib, html, json, os, re, sqlite3, subprocess, sys, zipfile, zlib
from concurrent.futures import ThreadPoolExecutor

faults = collections.Counter()


def fault(what, which):
    faults[what] += 1
    if faults[what] <= 5:
        print('FAULT: %s: %r' % (what, which))


def sha(path):
    with open(path, 'rb') as f:
        return hashlib.sha256(f.read()).hexdigest()


def files_below(folder):
    for at, dirs, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(at, name), folder)


def rows_of(path):
    if not os.path.exists(path):
        return []
    with sqlite3.connect('file:%s?mode=ro' % path, uri=True) as d:
        return [(json.loads(body), proof) for body, proof in d.execute('SELECT body, proof FROM rows ORDER BY number')]


RECORDS = ('proof.jsonl', 'redaction-log.csv')


def check_names(ledger, out):
    promised = {(r['output'], r['output_sha256']) for r, _ in rows_of(ledger) if r.get('output')}
    n = 0
    for name in files_below(out):
        if name in RECORDS or name.startswith('.underseal'):
            continue
        n += 1
        with open(os.path.join(out, name), 'rb') as f:
            what = f.read()
        if what.endswith(b'shaken'):
            continue          # by chaos.py
        if (name, hashlib.sha256(what).hexdigest()) not in promised:
            fault('has its name but was never promised', name)
    print('%d outputs, each as promised' % n if not faults else '')


STREAM = re.compile(rb'stream\r?\n(.*?)endstream', re.S)


def unpacked(stream):
    try:
        return zlib.decompressobj().decompress(stream).decode('latin-1')
    except zlib.error:
        return ''


def text_of(path):
    with open(path, 'rb') as f:
        what = f.read()
    if what.startswith(b'%PDF'):
        got = subprocess.run(['pdftotext', '-raw', path, '-'], capture_output=True)
        return got.stdout.decode('utf-8', 'replace') + what.decode('latin-1') + ''.join(unpacked(s) for s in STREAM.findall(what))
    if what.startswith(b'PK'):
        text = ''
        with zipfile.ZipFile(path) as z:
            for name in z.namelist():
                text += name + html.unescape(re.sub('<[^>]*>', '', z.read(name).decode('utf-8', 'replace'))) + z.read(name).decode('utf-8', 'replace')
        return text
    if what.startswith(b'\x89PNG'):
        return subprocess.run(['tesseract', path, '-', '--psm', '6'], capture_output=True, env={**os.environ, 'OMP_THREAD_LIMIT': '1'}).stdout.decode('utf-8', 'replace')
    fault('of no kind that was put in', path)
    return ''


def check_all(ledger, out, folder, facts_at):
    with open(facts_at) as f:
        facts = json.load(f)
    want = {}
    for name, fact in facts['files'].items():
        here = name
        while here and not os.path.lexists(os.path.join(folder, here)):
            here = os.path.dirname(here)      # a member of an archive
        if here and os.path.isfile(os.path.join(folder, here)):
            want[name] = fact
    for name in files_below(folder):
        if not os.path.islink(os.path.join(folder, name)) and not name.endswith('.zip') and name not in want:
            want[name] = {'state': 'proven', 'keep': ''}

    for name in os.listdir(os.path.dirname(os.path.abspath(ledger))):
        if name.startswith(os.path.basename(ledger) + '-') or '.tmp' in name:
            fault('left beside the output', name)

    # The ledger: the last row of each name counts.
    rows = rows_of(ledger)
    last, proof_of = {}, {}
    for row, proof in rows:
        if row['event'] == 'document':
            last[row['name']] = row
            proof_of[row['name']] = proof
    for name, fact in want.items():
        if name not in last:
            fault('lost: in no row of the ledger', name)
        elif last[name]['state'] != fact['state'] and not (fact['state'] == 'failed' and last[name]['state'] == 'refused'):
            fault('is %s, and should be %s' % (last[name]['state'], fact['state']), (name, last[name].get('reason')))
    gone = [name for name in last if name not in want]
    for name in gone:
        if os.path.lexists(os.path.join(folder, name)):
            fault('in the ledger, and of no document', name)

    # The proof: a line for each document, and none twice.
    with open(os.path.join(out, 'proof.jsonl')) as f:
        lines = [json.loads(line) for line in f]
    key = lambda p: (p['name'], p.get('output'), p.get('output_sha256'), p['state'], p.get('source_sha256'))
    proved = collections.Counter(key(p) for p in lines)
    for k, n in proved.items():
        if n != 1:
            fault('doubled in the proof', k)
    of_ledger = collections.Counter(key(json.loads(proof_of[name])) for name in last if name in want)
    for k in of_ledger - proved:
        fault('in the ledger, not in the proof', k)
    others = proved - of_ledger
    of_gone = collections.Counter(key(json.loads(proof_of[name])) for name in gone if last[name]['state'] == 'proven')
    for k in others - of_gone:
        fault('in the proof, not in the ledger', k)

    # The output: what is proven, as proven, and nothing else.
    proven = {p['output']: p['output_sha256'] for p in lines if p['state'] == 'proven'}
    if len(proven) != sum(p['state'] == 'proven' for p in lines):
        fault('two documents have one output', '')
    there = {}
    for name in files_below(out):
        if any(part.startswith('.underseal') for part in name.split('/')):
            fault('a temporary file is left', name)
        elif name not in RECORDS:
            there[name] = sha(os.path.join(out, name))
    for name in set(proven) | set(there):
        if name not in there:
            fault('proven, but not there', name)
        elif name not in proven:
            fault('there, but not proven', name)
        elif proven[name] != there[name]:
            fault('there, but not as proven', name)

    # No removed word in anything, and what was to stay stayed. A number is looked for when the form that has it is there.
    numbers = {n for n, name in facts['numbers'].items() if name in want and last[name]['state'] == 'proven'}
    source_of = {r['output']: name for name, r in last.items() if r.get('output')}
    digits = re.compile(r'53690\d{4}')

    def look(name):
        text = text_of(os.path.join(out, name)) + name
        if any(term.lower() in text.lower() for term in facts['terms']):
            fault('a removed word is in it', name)
        if numbers.intersection(digits.findall(text)):
            fault('a removed number is in it', name)
        keep = facts['files'].get(source_of.get(name), {}).get('keep', '')
        if keep and keep not in re.sub(r'\s', '', text):
            fault('a word that was to stay is gone', (name, keep))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(look, there))
    for name in RECORDS:
        with open(os.path.join(out, name), encoding='utf-8') as f:
            text = f.read()
        if any(term in text for term in facts['terms']) or numbers.intersection(digits.findall(text)):
            fault('a removed word is in a record', name)
    states = collections.Counter(last[name]['state'] for name in want if name in last)
    print('%d documents: %s; %d whose source is no more; %d rows; %d outputs read' % (
        len(want), ', '.join('%d %s' % (n, s) for s, n in sorted(states.items())), len(gone), len(rows), len(there)))


{'names': check_names, 'all': check_all}[sys.argv[1]](*sys.argv[2:])
for what, n in faults.items():
    print('%6d %s' % (n, what))
sys.exit(1 if faults else 0)
