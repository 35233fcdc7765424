"""One run of a program, with everything happening to it that happens to machines.

    python3 chaos.py SEED SECONDS HOW IN GONE OUT CLOCK PROGRAM ARGS...

HOW: kill (SIGKILL to the program after so many seconds), stop (SIGTERM), full (the disk, until the program ends). Prints what was
done, as "count word" pairs, and how the program ended. CLOCK is the file that clock.c reads.
"""
import collections, os, random, shutil, signal, struct, subprocess, sys, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from make import pdf

seed, seconds, how, folder, gone, out, clock = sys.argv[1], float(sys.argv[2]), *sys.argv[3:8]
command = sys.argv[8:]
lots = random.Random(seed)
done = collections.Counter()
letters = []
for at, _, names in os.walk(folder):
    letters += [os.path.join(at, n) for n in sorted(names) if n[:-4].isdigit() and n.endswith('.pdf')]


def words_of(path):
    return 'Dear Okonjo, this is letter%s.' % os.path.basename(path)[:-4]


def children(pid):
    try:
        with open('/proc/%d/task/%d/children' % (pid, pid)) as f:
            return [int(w) for w in f.read().split()]
    except OSError:
        return []


def kill_a_child(main):
    kids = children(main)
    if kids:
        # The first is the zygote, as long as it is the one that the run began with. A run whose zygotes are killed one
        # after the other gives up.
        who = lots.randrange(len(kids))
        if who == 0 and lots.random() < .7:
            return
        try:
            os.kill(kids[who], signal.SIGKILL)
            done['children killed'] += 1
        except ProcessLookupError:
            pass


def replace(path, what):
    with open(path + '.new~', 'wb') as f:
        f.write(what)
    os.rename(path + '.new~', path)


def change(main):
    path = lots.choice(letters)
    if os.path.exists(path):
        what = pdf(words_of(path) + ' Changed %d' % lots.randrange(1 << 30))
        if lots.random() < .5:
            replace(path, what)
        else:
            with open(path, 'r+b') as f:     # while somebody reads it, and cut for a moment
                f.truncate(100)
                time.sleep(.01)
                f.seek(0)
                f.write(what)
        done['changed'] += 1


def vanish(main):
    path = lots.choice(letters)
    if os.path.exists(path):
        os.rename(path, os.path.join(gone, os.path.relpath(path, folder).replace('/', '#')))
        done['vanished'] += 1


def come_back(main):
    names = os.listdir(gone)
    if names:
        name = lots.choice(names)
        os.rename(os.path.join(gone, name), os.path.join(folder, name.replace('#', '/')))
        done['came back'] += 1


def forbid(main):
    path = lots.choice(letters)
    try:
        os.chmod(path, 0 if lots.random() < .5 else 0o644)
        done['forbidden or allowed'] += 1
    except FileNotFoundError:
        pass


def close_output(main):
    if os.path.isdir(out):
        os.chmod(out, 0o500)
        time.sleep(.05)
        os.chmod(out, 0o755)
        done['output closed'] += 1


def set_clock(main):
    with open(clock, 'r+b') as f:
        f.write(struct.pack('q', lots.choice([0, -3600, -86400 * 400, 86400 * 30])))
    done['clock set'] += 1


def lose_output(main):
    """Somebody takes an output away, or writes to it."""
    for at, dirs, names in os.walk(out):
        dirs[:] = [d for d in dirs if not d.startswith('.') and lots.random() < .5]
        files = [n for n in names if n.endswith('.pdf')]
        if files and lots.random() < .3:
            path = os.path.join(at, lots.choice(files))
            if lots.random() < .5:
                os.remove(path)
            else:
                with open(path, 'ab') as f:
                    f.write(b'shaken')
            done['outputs harmed'] += 1
            return


TRICKS = [kill_a_child] * 10 + [change] * 3 + [vanish] * 2 + [come_back] * 2 + [forbid] * 2 + [set_clock] * 2 + [close_output, lose_output]

with open(os.devnull, 'wb') as null, open(os.path.join(gone, '..', 'said'), 'wb') as said:
    run = subprocess.Popen(command, stdout=null, stderr=said)
until = time.monotonic() + seconds
filler = os.path.join(os.path.dirname(out), 'filler')
if how == 'full':
    disk = os.statvfs(os.path.dirname(out))
    try:
        with open(filler, 'wb') as f:
            f.write(bytes(max(0, disk.f_bavail * disk.f_frsize - lots.choice([1, 40, 150, 400, 1200]) * 1024)))
    except OSError:
        pass
    done['disk filled'] += 1
while run.poll() is None and time.monotonic() < until:
    lots.choice(TRICKS)(run.pid)
    time.sleep(lots.uniform(.02, .2))
if run.poll() is None:
    run.send_signal(signal.SIGTERM if how == 'stop' else signal.SIGKILL)
    done['stopped' if how == 'stop' else 'killed'] += 1
try:
    run.wait(timeout=60)
except subprocess.TimeoutExpired:
    run.kill()
    done['HUNG'] += 1
if os.path.exists(filler):
    os.remove(filler)
if os.path.isdir(out):
    os.chmod(out, 0o755)
with open(os.path.join(gone, '..', 'said'), errors='replace') as said:
    errors = [line.strip() for line in said if line.startswith('underseal: error: ')]
why = ': ' + errors[-1].replace(os.path.dirname(out), '') if run.returncode > 1 and errors else ''
print('%s (ended with %s%s)' % (', '.join('%d %s' % (n, w) for w, n in done.items()), run.returncode, why))
