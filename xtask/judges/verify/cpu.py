"""Runs a command, and prints how it ended as a line of JSON: its code, what it printed, and the CPU seconds that it and all it started took.

usage: cpu.py COMMAND [ARGUMENT]...
"""

import json
import resource
import subprocess
import sys

done = subprocess.run(sys.argv[1:], capture_output=True, text=True, errors="replace")
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": done.returncode, "out": done.stdout, "error": done.stderr, "cpu": used.ru_utime + used.ru_stime}))
