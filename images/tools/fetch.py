"""Fetches artifacts with the ordinary clients of their registries, so that a company's mirror is used where one is set up.

Python's pip reads PIP_INDEX_URL or its own configuration, Maven its settings.xml; no address of a registry is written here.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


class Unavailable(Exception):
    """The registries that this machine reaches do not have an artifact."""


def digest(path):
    sha = hashlib.sha256()
    with open(path, "rb") as f:
        while piece := f.read(1 << 20):
            sha.update(piece)
    return sha.hexdigest()


def run(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def download(artifact, into):
    if artifact.registry == "python":
        command = ["python3", "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", str(into), artifact.coordinate]
    else:
        command = ["mvn", "-B", "-q", COPY, f"-Dartifact={artifact.coordinate}", f"-DoutputDirectory={into}"]
    done = run(command)
    if done.returncode != 0 or not (into / artifact.file).is_file():
        said = [line for line in done.stdout.splitlines() if "ERROR" in line or "Could not" in line]
        raise Unavailable(f"{artifact.coordinate} is not to be had from here: {said[0][:200] if said else 'no ' + artifact.file}")


def fetch(artifact, cache):
    """The artifact's file in the cache, its checksum verified; fetched if it is not there yet."""
    if artifact.sha256 is None:
        raise Unavailable(f"{artifact.coordinate} has no checksum in matrix.yaml")
    path = Path(cache) / f"{artifact.sha256[:16]}-{artifact.file}"
    if not path.is_file():
        Path(cache).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            download(artifact, Path(folder))
            got = digest(Path(folder) / artifact.file)
            if got != artifact.sha256:
                raise Unavailable(f"{artifact.coordinate} has checksum {got}, but matrix.yaml says {artifact.sha256}: do not use it")
            shutil.move(Path(folder) / artifact.file, path)
    return path


POM = """<project><modelVersion>4.0.0</modelVersion>
<groupId>switchyard.images</groupId><artifactId>artifacts</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>{}</dependencies></project>"""
DEPENDENCY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"


def fetch_all(artifacts, cache):
    """Plain jars of a Maven registry, in one go: one call of Maven for dozens of them instead of one for each."""
    wanted = [a for a in artifacts if not (Path(cache) / f"{a.sha256[:16]}-{a.file}").is_file()]
    if wanted:
        Path(cache).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            pom = Path(folder) / "pom.xml"
            pom.write_text(POM.format("".join(DEPENDENCY.format(*a.coordinate.split(":")) for a in wanted)), encoding="utf-8")
            plugin = COPY + "-dependencies"
            done = run(["mvn", "-B", "-q", "-f", str(pom), plugin, f"-DoutputDirectory={folder}", "-DexcludeTransitive=true"])
            for artifact in wanted:
                path = Path(folder) / artifact.file
                if not path.is_file():
                    said = [line for line in done.stdout.splitlines() if "ERROR" in line]
                    raise Unavailable(f"{artifact.coordinate} is not to be had from here: {said[0][:200] if said else ''}")
                if digest(path) != artifact.sha256:
                    raise Unavailable(f"{artifact.coordinate} has checksum {digest(path)}, not the one in its list: do not use it")
                shutil.move(path, Path(cache) / f"{artifact.sha256[:16]}-{artifact.file}")
    return [fetch(a, cache) for a in artifacts]
