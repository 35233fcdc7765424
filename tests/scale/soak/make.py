"""Makes a folder of N small documents of every kind that a production has, and says of each what must become of it.

    python3 make.py N FOLDER FACTS

FACTS is JSON: {"files": {path: {"state": ..., "keep": ...}}, "links": [...], "terms": [...], "numbers": {number: path}}. A path of
a member of an archive is that of the archive, "/", and the member's. "keep" is a word that the output must still have.
"""
import io, json, os, random, subprocess, sys, zipfile

lots = random.Random(7)


def pdf(words, media=(612, 792)):
    text = words.replace('\\', '\\\\').replace('(', '\\(').replace(')', '\\)')
    stream = 'BT /F 12 Tf %d %d Td (%s) Tj ET' % (media[0] // 9, media[1] // 2, text)
    objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
               '<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>' % media,
               '<</Length %d>> stream\n%s\nendstream' % (len(stream), stream), '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
    out, at = b'%PDF-1.4\n', []
    for i, body in enumerate(objects):
        at.append(len(out))
        out += b'%d 0 obj %s endobj\n' % (i + 1, body.encode('latin-1'))
    table = ''.join('%010d 00000 n \n' % a for a in at)
    return out + ('xref\n0 6\n0000000000 65535 f \n%strailer <</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n' % (table, len(out))).encode()


def docx(words):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
                   'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
                   '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        z.writestr('_rels/.rels', '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
                   '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
        z.writestr('word/document.xml', '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
                   '<w:t>%s</w:t></w:r></w:p></w:body></w:document>' % words)
    return out.getvalue()


def scan(words, folder):
    """A PNG of one line, as small as can be read."""
    at = os.path.join(folder, 'scan.tmp.pdf')
    with open(at, 'wb') as f:
        f.write(pdf(words, (360, 60)))
    return subprocess.run(['pdftoppm', '-r', '150', '-gray', '-png', at], check=True, capture_output=True).stdout


def locked(words, folder):
    at = os.path.join(folder, 'locked.tmp.pdf')
    with open(at, 'wb') as f:
        f.write(pdf(words))
    subprocess.run(['qpdf', '--encrypt', 'secret', 'secret', '256', '--', at, at + '.out'], check=True)
    with open(at + '.out', 'rb') as f:
        return f.read()


ODD = ['a name  with spaces', '-dash', 'new\nline', "quote's \"two\"", '100%s %d', 'Grüße – 書類', 'x' * 200, 'dot.dot', '#hash;semi&amp', 'Okonjo', 'back\\slash']


def main():
    n, folder, facts_at = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    files, numbers, links, letters = {}, {}, [], []
    scratch = os.path.dirname(os.path.abspath(facts_at))
    pictures = [scan('Dear Okonjo, letter from %s' % w, scratch) for w in ('Boston', 'Denver', 'Chicago')]
    closed = locked('Dear Okonjo', scratch)

    def put(path, what, state, keep=''):
        at = os.path.join(folder, path)
        os.makedirs(os.path.dirname(at), exist_ok=True)
        with open(at, 'wb') as f:
            f.write(what)
        files[path] = {'state': state, 'keep': keep}

    made = 0
    while made < n:
        i, box = made, 'box%d' % (made // 100)
        made += 1
        keep = 'letter%d.' % i
        words = 'Dear Okonjo, this is %s' % keep
        kind = lots.random()
        if kind < .40:
            put('%s/%d.pdf' % (box, i), pdf(words), 'proven', keep)
            letters.append('%s/%d.pdf' % (box, i))
        elif kind < .60:
            put('%s/%d.docx' % (box, i), docx(words), 'proven', keep)
        elif kind < .66:
            number = '53690%04d' % (i % 10000)
            numbers.setdefault(number, '%s/form %d.pdf' % (box, i))
            put('%s/form %d.pdf' % (box, i), pdf('SSN: %s in %s' % (number, keep)), 'proven', keep)
        elif kind < .70 and numbers:
            put('%s/slip %d.pdf' % (box, i), pdf('Parcel %s lies here, says %s' % (lots.choice(sorted(numbers)), keep)), 'proven', keep)
        elif kind < .77 and letters:
            first = lots.choice(letters)
            with open(os.path.join(folder, first), 'rb') as f:
                put('%s/copy %d.pdf' % (box, i), f.read(), 'proven', files[first]['keep'])
        elif kind < .81:
            put('%s/%s %d.pdf' % (box, lots.choice(ODD), i), pdf(words), 'proven', keep)
        elif kind < .84:
            suffix, what = lots.choice([('docx', pdf(words)), ('pdf', docx(words)), ('txt.pdf', docx(words)), ('', pdf(words)), ('PDF', pdf(words))])
            put('%s/wrong %d%s' % (box, i, '.' + suffix if suffix else ''), what, 'proven', keep)
        elif kind < .86:
            put('%s/no %d.pdf' % (box, i), b'', 'failed')
        elif kind < .88:
            put('%s/locked %d.pdf' % (box, i), closed + b'%% %d\n' % i, 'failed')
        elif kind < .90:
            put('%s/noise %d.pdf' % (box, i), b'%PDF-1.4\n' + lots.randbytes(400), 'failed')
        elif kind < .92:
            put('%s/table %d.csv' % (box, i), b'a,b\n%d,2\n' % i, 'skipped')
        elif kind < .94:
            put('%s/secret %d.pdf' % (box, i), pdf(words), 'failed')
            os.chmod(os.path.join(folder, '%s/secret %d.pdf' % (box, i)), 0)
        elif kind < .96:
            at = os.path.join(folder, box, 'link %d.pdf' % i)
            os.makedirs(os.path.dirname(at), exist_ok=True)
            os.symlink(lots.choice(['/etc/passwd', '.', '..', 'nowhere.pdf', letters[-1] if letters else 'x']), at)
            links.append('%s/link %d.pdf' % (box, i))
        elif kind < .99 or i % 100 < 50:
            which = i % len(pictures)
            put('%s/scan %d.png' % (box, i), pictures[which] if i % 7 else pictures[which], 'proven', ('Boston', 'Denver', 'Chicago')[which])
        else:
            name = '%s/volume %d.zip' % (box, i)
            os.makedirs(os.path.join(folder, box), exist_ok=True)
            with zipfile.ZipFile(os.path.join(folder, name), 'w', zipfile.ZIP_DEFLATED) as z:
                for m in range(6):
                    keep = 'member%d.%d.' % (i, m)
                    what = docx('Dear Okonjo, %s' % keep) if m % 3 == 2 else pdf('Dear Okonjo, %s' % keep)
                    member = 'in box/%d.%s' % (m, 'docx' if m % 3 == 2 else 'pdf')
                    z.writestr(member, what)
                    files[name + '/' + member] = {'state': 'proven', 'keep': keep}
                z.writestr('list.csv', 'a,b')
                files[name + '/list.csv'] = {'state': 'skipped', 'keep': ''}
                made += 6
    with open(facts_at, 'w') as f:
        json.dump({'files': files, 'links': links, 'letters': letters, 'terms': ['Okonjo'], 'numbers': numbers}, f)


if __name__ == '__main__':
    main()
