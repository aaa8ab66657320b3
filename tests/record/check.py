"""check.py FILE…: no file breaks a clause (clauses.py)."""
import os
import sys

import clauses

bad = False
for path in sys.argv[1:]:
    for clause, wrong in clauses.broken(path).items():
        bad = True
        print(f'{os.path.basename(path)}: {clause}: {len(wrong)}, like: {"; ".join(wrong[:3])}')
sys.exit(bad)
