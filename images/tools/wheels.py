#!/usr/bin/env python3
"""The Python packages of the notebook images: fetched by pip, each checked against its checksum.

    wheels.py --lock      writes requirements/jupyter.txt out of jupyter.in: names, versions and checksums of all that is needed
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import fetch

HOME = Path(__file__).resolve().parent.parent
PYTHON = "3.11"
PLATFORMS = ("manylinux_2_36", "manylinux_2_28", "manylinux_2_17", "manylinux2014")


def pip(folder, requirements, *more):
    command = [sys.executable, "-m", "pip", "download", "-q", "--only-binary", ":all:", "--python-version", PYTHON, "--implementation", "cp"]
    for name in PLATFORMS:
        command += ["--platform", f"{name}_x86_64"]
    command += ["--platform", "linux_x86_64", "-d", str(folder), "-r", str(requirements), *more]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def collect(requirements, cache, into):
    """Puts the wheels of a locked list into a folder; they are kept in the cache under the list's own checksum."""
    kept = Path(cache) / f"wheels-{hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]}"
    if not kept.is_dir():
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            done = pip(folder, requirements, "--no-deps", "--require-hashes")
            if done.returncode != 0:
                raise fetch.Unavailable(f"the packages of {requirements.name}: {done.stderr.strip().splitlines()[-1][:300]}")
            shutil.copytree(folder, kept)
    into.mkdir()
    for wheel in kept.iterdir():
        try:
            os.link(wheel, into / wheel.name)
        except OSError:
            shutil.copy2(wheel, into / wheel.name)
    shutil.copy2(requirements, into / "requirements.txt")


def lock(wanted, locked):
    with tempfile.TemporaryDirectory() as folder:
        done = pip(folder, wanted)
        if done.returncode != 0:
            sys.exit(done.stderr)
        lines = []
        for wheel in sorted(Path(folder).iterdir(), key=lambda w: w.name.lower()):
            name, version = wheel.name.split("-")[:2]
            lines.append(f"{name.replace('_', '-').lower()}=={version} --hash=sha256:{fetch.digest(wheel)}")
    locked.write_text("# written by images/tools/wheels.py --lock out of jupyter.in\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--lock"]:
        sys.exit(__doc__)
    lock(HOME / "requirements" / "jupyter.in", HOME / "requirements" / "jupyter.txt")
