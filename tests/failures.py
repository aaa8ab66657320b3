"""failures.py BUILD [CASE…] [KIND…] [all] | BUILD CASE KIND ERROR N: the machine fails under the tools, one call at a time.

The n-th request for memory, the n-th call of the kernel of each kind, SQLite's as well, and the n-th step of SQLite fails
(tests/fail/fail.c) while a tool does its work on something small. Whatever fails: the tool ends as it ends undisturbed, with the same bytes;
or with 5 (75 where a run of many is to be tried again), a message, and nothing written that is not whole. It does not
crash, hang, or leave something behind.

Where there are very many calls an even sample of them is tried; with `all` every one, with every error. CASE is how the
name of a case begins; KIND: of that kind alone (batch- step all). The last form tries one alone and shows who asked (ERROR+: all calls from there on fail).
"""
import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHORT = 1000  # less is done than was asked
SQLITE = {'IOERR': 10, 'BUSY': 5, 'FULL': 13, 'CORRUPT': 11, 'NOMEM': 7}
# Of each kind the errors that are tried; what is behind the first with `all` alone.
KINDS = {
    'memory': ['ENOMEM'], 'open': ['EIO', 'EMFILE', 'EACCES'], 'read': ['EIO', 'SHORT', 'EINTR'],
    'write': ['ENOSPC', 'SHORT', 'ENOSPC+', 'EINTR', 'EIO'], 'sync': ['EIO'], 'rename': ['EIO', 'ENOSPC'],
    'link': ['EIO', 'ENOSPC'], 'mkdir': ['ENOSPC', 'EACCES'], 'unlink': ['EIO', 'EACCES'], 'truncate': ['EIO'],
    'mmap': ['ENOMEM'], 'readdir': ['EIO'], 'stat': ['EIO', 'EACCES'], 'mode': ['EPERM'], 'lock': ['ENOLCK'],
    'close': ['EIO'], 'process': ['EAGAIN'],
    'step': list(SQLITE)}
# How else it may be told. Whether something is there is asked with one word for all reasons, and told as whoever named it
# would; a table of characters that cannot be loaded looks like a text in another code.
OTHERWISE = {'stat': (2, 3, 4), 'mmap': (3,)}
IN_CI = {'read': 2, 'write': 3, 'step': 4}


def number_of(error):
    word = error.rstrip('+')
    return SHORT if word == 'SHORT' else SQLITE[word] if word in SQLITE else int(word) if word.isdigit() else getattr(errno, word)


def tree(folder, of=lambda path: True):
    """What is in a folder: path to sum of the bytes, None for a folder."""
    found = {}
    for above, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(above, name)
            short = os.path.relpath(path, folder)
            if not of(short):
                continue
            if os.path.isdir(path) and not os.path.islink(path):
                found[short] = None
            else:
                with open(path, 'rb') as f:
                    found[short] = hashlib.sha256(f.read()).hexdigest()
    return found


def empty(folder):
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)


class Server:
    """A tool that is linked and has not begun; each try is a fork of it."""

    def __init__(self, command, cwd, said, library):
        orders, self.orders = os.pipe()
        self.answers, answers = os.pipe()
        self.said = said
        env = dict(os.environ, LD_PRELOAD=library, RENKEI_FAIL=said, RENKEI_FAIL_ORDERS=str(orders),
                   RENKEI_FAIL_ANSWERS=str(answers))
        self.process = subprocess.Popen(command, cwd=cwd, env=env, pass_fds=(orders, answers), stdin=subprocess.DEVNULL)
        os.close(orders)
        os.close(answers)
        self.heard = os.fdopen(self.answers, 'r')

    def attempt(self, kind, error, at, mode):
        os.write(self.orders, f'{kind} {error} {at} {mode}\n'.encode())
        words = self.heard.readline().split()
        if len(words) != 4:
            raise SystemExit('failures: the library does not answer')
        with open(f'{self.said}/out', 'rb') as out, open(f'{self.said}/err', 'rb') as err:
            return Try(int(words[0]), int(words[1]), int(words[2]), words[3], out.read(), err.read())

    def close(self):
        os.close(self.orders)
        self.heard.close()
        self.process.wait()


class Try:
    def __init__(self, status, calls, hits, call, out, err):
        self.calls, self.hits, self.call, self.out, self.err = calls, hits, call, out, err
        self.hung = status == -1
        self.signal = os.WTERMSIG(status) if not self.hung and os.WIFSIGNALED(status) else 0
        self.code = os.WEXITSTATUS(status) if not self.hung and not self.signal else -1


class Case:
    """A tool with its arguments in a folder; what it writes is below `w`."""
    ends = (5,)       # how it may end when something failed
    good = 0          # how it ends undisturbed
    is_quiet = True   # what it says on stdout is the same each time

    def __init__(self, name, args, **others):
        self.name, self.args = name, args
        self.__dict__.update(others)

    few = 8           # tries of a kind and an error, of an even sample …
    most = {'memory': 130}  # … and where they are many
    there = None      # a file that is there before

    def prepare(self, w):
        """Makes what is in w before."""
        if self.there:
            with open(os.path.join(w, self.there), 'w') as f:
                f.write('old')

    def written(self, w):
        return tree(w)

    def expand(self, w, args):
        words = [a.format(w=w, root=ROOT, scratch=self.scratch) for a in args]
        return [os.path.join(self.build, words[0])] + words[1:]

    def plainly(self, w, args=None):
        """Runs it, or something else, and nothing fails; its exit status."""
        os.makedirs(w, exist_ok=True)
        done = subprocess.run(self.expand(w, args or self.args), cwd=w, stdin=subprocess.DEVNULL, capture_output=True)
        self.said = done.stderr.decode('utf-8', 'replace')
        return done.returncode

    def judge_done(self, w):
        """What is wrong though it ended well with the same files, or None."""

    def judge_end(self, t, w, before, whole):
        """What is wrong with a failed try, or None."""
        now = self.written(w)
        return None if now == before or now == whole else f'left: {describe(before, now)}'


def describe(before, now):
    return ', '.join(sorted({p for p in set(before) | set(now) if before.get(p, 0) != now.get(p, 0)}))[:300]


class Suite:
    def __init__(self, build, everything, kinds):
        self.build, self.everything, self.kinds = os.path.abspath(build), everything, kinds
        self.work = tempfile.mkdtemp()
        self.library = os.path.join(self.build, 'release', 'tests', 'fail.so')
        self.bad = self.tries = 0

    def complain(self, case, kind, error, n, t, what):
        self.bad += 1
        last = t.err.decode('utf-8', 'replace').strip().split('\n')[-1][:200]
        print(f'{case.name} {kind} {error} {n}: {what} (exit {t.code}, call {t.call}): {last}', flush=True)

    def reset(self, case, w):
        empty(w)
        case.prepare(w)

    def judge(self, case, kind, t, w, before, good):
        if t.hung:
            return 'does not end'
        if t.signal:
            return f'crashed by signal {t.signal}'
        if t.code == good.code:
            now = case.written(w)
            if now != good.tree:
                return f'another result: {describe(good.tree, now)}'
            if case.is_quiet and t.out != good.out:
                return 'says something else on stdout'
            return case.judge_done(w)
        if t.code not in case.ends + OTHERWISE.get(kind, ()):
            return f'ends with {t.code}'
        if not re.search(rb'\[[a-z-]+\]', t.err) and b'"code":' not in t.err:
            return 'tells nothing'
        return case.judge_end(t, w, before, good.tree)

    def run(self, case, only=None):
        w, said = os.path.join(self.work, case.name, 'w'), os.path.join(self.work, case.name, 'said')
        case.build, case.scratch = self.build, os.path.join(self.work, case.name)
        os.makedirs(w)
        os.makedirs(said)
        put_cases(os.path.join(case.scratch, 'cases'))
        self.reset(case, w)
        before = case.written(w)
        server = Server(case.expand(w, case.args), w, said, self.library)
        tries = hits = 0
        for kind in KINDS:
            if kind not in ([only[0]] if only else self.kinds):
                continue
            self.reset(case, w)
            good = server.attempt(kind, 0, 0, '-')
            good.tree = case.written(w)
            if good.code != case.good or (kind in ('memory', 'open') and good.calls < 10):
                raise SystemExit(f'{case.name}: undisturbed it ends with {good.code}, {good.calls} of {kind}: {good.err}')
            errors = [only[1]] if only else KINDS[kind] if self.everything else KINDS[kind][:IN_CI.get(kind, 1)]
            for error in errors:
                for n in self.numbers(case, kind, good.calls, only):
                    self.reset(case, w)
                    mode = ('f' if error.endswith('+') else '') + ('s' if only else '') or '-'
                    t = server.attempt(kind, number_of(error), n, mode)
                    tries += 1
                    hits += t.hits > 0
                    wrong = self.judge(case, kind, t, w, before, good)
                    if wrong:
                        self.complain(case, kind, error, n, t, wrong)
                    if only:
                        print(t.err.decode('utf-8', 'replace'), f'exit {t.code}, {t.hits} of {t.calls} failed')
        if case.there and not only:
            self.prove(case, server, w, before)
        server.close()
        self.tries += tries
        if hits < tries * 0.95:  # a run is not in each call like the one that was counted
            self.bad += 1
            print(f'{case.name}: in {tries - hits} of {tries} tries nothing failed')
        print(f'{case.name}: {tries} tries', flush=True)

    def prove(self, case, server, w, before):
        for kind, error, mode, told in PROOFS:
            self.reset(case, w)
            t = server.attempt(kind, error, 1, mode)
            if t.code != 5 or told not in t.err or not t.hits or case.written(w) != before:
                self.complain(case, kind, error, 1, t, f'not refused with {told.decode()}')

    def numbers(self, case, kind, calls, only):
        if only:
            return [int(only[2])]
        most = calls if self.everything else case.most.get(kind, case.few)
        if calls <= most:
            return range(1, calls + 1)
        return sorted({1 + i * (calls - 1) // (most - 1) for i in range(most)})


CASE = '{root}/samples/hodei-futoukou/case.xml'


def put_cases(to):
    """One child and the masters."""
    for name in ('masters', 'hodei-futoukou'):
        shutil.copytree(os.path.join(ROOT, 'samples', name), os.path.join(to, name))


class Edit(Case):
    """What changes several files: all of them, or none, if need be by whoever comes next."""
    ends = (5, 75)
    cases = True
    again = None  # what finishes what was begun, where that is not the same

    def prepare(self, w):
        if self.cases:
            put_cases(os.path.join(w, 'cases'))

    def judge_end(self, t, w, before, whole):
        now = self.written(w)
        if now in (before, whole):
            return None
        again = self.plainly(w, self.again)
        now = self.written(w)
        return None if now in (before, whole) else f'left after another try ({again}): {describe(whole, now)}'


class Batch(Case):
    """A run of many: it may be broken off anywhere, and the next one makes the rest."""
    ends = (1, 5, 9, 75)  # 9: of a ledger that cannot be read nobody knows whether it is whole
    is_quiet = False  # it tells how long it took
    few = 5
    most = {'memory': 60}
    before = ()  # what is run before

    def prepare(self, w):
        if not self.before:
            return
        made = self.scratch + '/made'
        if not os.path.isdir(made):
            for args in self.before:
                self.plainly(made, ['renkei-batch'] + args)
        shutil.copytree(made, w, dirs_exist_ok=True)

    def written(self, w):
        return tree(w, lambda path: path.endswith('.pdf') and '.renkei' not in path)

    def judge_end(self, t, w, before, whole):
        torn = {p: s for p, s in self.written(w).items() if before.get(p) != s and whole.get(p) != s}
        if torn:
            return f'torn or foreign: {", ".join(torn)}'
        again = self.plainly(w)
        if again not in self.ends_again:
            return f'the next one ends with {again}: {self.said[-300:]}'
        now = self.written(w)
        if now != whole:
            return f'the next one makes others: {describe(whole, now)}'
        return self.judge_done(w)

    def judge_done(self, w):
        if self.plainly(w, ['renkei-batch', 'verify', '-o', '{w}/out']) != 0:
            return f'the ledger: {self.said[-300:]}'
        left = os.listdir(f'{w}/out/.renkei/tmp') if os.path.isdir(f'{w}/out/.renkei/tmp') else []
        return f'half-made: {left}' if left else None


RUN = ['run', '--cases', '{scratch}/cases', '--form', 'plan', '--form', 'envelope-household', '--jobs', '1', '-o', '{w}/out']


def cases():
    yield Case('render', ['renkei-render', '-o', '{w}/plan.pdf', CASE], few=5)
    yield Case('render-archive', ['renkei-render', '--archive', '--form', 'consent', '-o', '{w}/old.pdf', CASE],
               there='old.pdf', few=5)
    yield Case('render-blank', ['renkei-render', '--blank', '--form', 'envelope', '-o', '{w}/b.pdf'], few=5)
    yield Case('render-png', ['renkei-render', '--format', 'png', '--dpi', '20', '-o', '{w}/p.png', CASE],
               there='p-2.png', few=5)
    yield Case('check', ['renkei-check', '--as-of', '2024-08-01', CASE], good=1, few=12,
               most={'memory': 310})
    yield Case('sheet-new', ['renkei-sheet', 'new', '計画', '--cases', '{scratch}/cases', '-o', '{w}/t.xlsx'])
    yield Edit('sheet-read', ['renkei-sheet', 'read', '--map', '{root}/tests/exports/jisseki.xml',
                              '{root}/tests/exports/jisseki.csv', '--cases', '{w}/cases'])
    yield Edit('case-new', ['renkei-case', 'new', '-o', '{w}/case.xml'], cases=False)
    yield Edit('case-copy', ['renkei-case', 'copy-plan', '{w}/cases/hodei-futoukou/case.xml'],
               again=['renkei-case', 'copy-plan', '--dry-run', '{w}/cases/hodei-futoukou/case.xml'])
    yield Edit('form-import', ['renkei-form', 'import', '{root}/tests/forms-in/keikaku.xlsx', '-o', '{w}/keikaku/'],
               cases=False, few=12, most={'memory': 310})
    yield Batch('batch-run', ['renkei-batch'] + RUN, ends_again=(0,))
    yield Batch('batch-release', ['renkei-batch', 'release', '--reason', '定例', '-o', '{w}/out'], before=[RUN], ends_again=(0,))
    yield Batch('batch-report', ['renkei-batch', 'report', '--pdf', '{w}/report.pdf', '-o', '{w}/out'], before=[RUN], ends_again=(0,))


# What is seen when the library does what it is for: how it ends, what it tells; the old file is there as it was.
PROOFS = [('write', errno.ENOSPC, 'f', b'[file-write]'), ('sync', errno.EIO, 'f', b'[file-write]'),
          ('memory', errno.ENOMEM, '-', b'[memory-short]')]


def main(build, *rest):
    one = len(rest) == 4 and rest[1] in KINDS
    suite = Suite(build, 'all' in rest, [k for k in KINDS if k in rest] or list(KINDS))
    names = tuple(r for r in rest if r != 'all' and r not in KINDS) or ('',)
    try:
        for case in cases():
            if case.name == rest[0] if one else case.name.startswith(names):
                suite.run(case, rest[1:] if one else None)
    finally:
        shutil.rmtree(suite.work, ignore_errors=True)
    print(f'failures: {suite.tries} tries, {suite.bad} bad')
    return suite.bad != 0


sys.exit(main(*sys.argv[1:]))
