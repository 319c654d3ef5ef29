"""The matrix of images: what there is, what each image is made of, and which pairings upstream does not have."""

import re
from dataclasses import dataclass
from pathlib import Path

RELEASE = re.compile(r"\d+\.\d+\.\d+")


class MatrixError(Exception):
    """Names the place in the matrix, what is there, the rule it breaks and what to do."""


def numbers(version):
    return tuple(int(part) for part in str(version).split("."))


@dataclass(frozen=True)
class Artifact:
    """Something fetched from a registry of artifacts: `maven` by coordinates or `python` by name and version."""

    registry: str
    coordinate: str
    file: str
    sha256: str | None


@dataclass(frozen=True)
class Image:
    kind: str
    release: str
    variant: str
    scala: str
    spark: Artifact
    jars: tuple[Artifact, ...]
    connectors: tuple[Artifact, ...]
    extra: tuple[Artifact, ...]
    refused: str | None

    @property
    def line(self):
        return self.release.rsplit(".", 1)[0]

    @property
    def name(self):
        """What --only takes: 4.1.0-iceberg, jupyter-4.1.0-iceberg."""
        return f"{'' if self.kind == 'runtime' else self.kind + '-'}{self.release}-{self.variant}"

    @property
    def tag(self):
        return f"spark-k8s-{self.kind}:{self.line}-{self.release}-{self.variant}"

    @property
    def tags(self):
        """All names of the image; a baseline is called without its variant, too."""
        return [self.tag] + ([self.tag.removesuffix("-baseline")] if self.variant == "baseline" else [])

    @property
    def artifacts(self):
        return (self.spark, *self.jars, *self.connectors, *self.extra)

    @property
    def missing(self):
        """The artifacts whose checksum nobody has written down yet."""
        return [a for a in self.artifacts if a.sha256 is None]


class Matrix:
    def __init__(self, tree):
        self.tree = tree
        self.lines = tree["lines"]
        self._check()
        self.images = [self._image(k, r, v) for k in tree["kinds"] for r in tree["releases"] for v in tree["variants"]]

    def select(self, names):
        """Images by their names; an unknown one is told with the closest that there are."""
        by_name = {i.name: i for i in self.images}
        for name in names:
            if name not in by_name:
                import difflib

                near = ", ".join(difflib.get_close_matches(name, by_name, 3)) or "see --list"
                raise MatrixError(f"no image '{name}'; near it: {near}")
        return [by_name[n] for n in names]

    def _check(self):
        tree = self.tree
        for name in ("lines", "releases", "kinds", "variants", "iceberg", "rapids", "java", "python"):
            if name not in tree:
                raise MatrixError(f"{name}: is missing")
        for release, parts in tree["releases"].items():
            where = f"releases.{release}"
            if not RELEASE.fullmatch(str(release)):
                raise MatrixError(f"{where}: a release has three numbers, like 4.1.1")
            if self._line(release) not in self.lines:
                raise MatrixError(f"{where}: there is no line {self._line(release)}; lines: {', '.join(self.lines)}")
            unknown = set(parts) - {"sha256", "connect", "iceberg", "rapids"}
            if unknown:
                raise MatrixError(f"{where}.{sorted(unknown)[0]}: unknown; known: connect, iceberg, rapids, sha256")
        for line, parts in self.lines.items():
            self._check_line(line, parts)
        for release, parts in tree["releases"].items():
            self._check_iceberg(release, str(parts.get("iceberg")))
            self._check_rapids(release, str(parts.get("rapids")))
        for key, value in self._checksums():
            if not re.fullmatch(r"[0-9a-f]{64}", str(value)):
                raise MatrixError(f"{key}: a SHA-256 has 64 hexadecimal digits, was '{value}'")
        self._check_keys_of_iceberg()

    def _check_line(self, line, parts):
        scala = "2.12" if numbers(line) < (4, 0) else "2.13"
        if parts["scala"] != scala:
            raise MatrixError(f"lines.{line}.scala: Spark {line} is published with Scala {scala} here, not {parts['scala']}")
        if self.tree["java"] not in parts["java"]:
            raise MatrixError(f"java: Spark {line} does not run on Java {self.tree['java']}; it does on {parts['java']}")

    def _check_iceberg(self, release, iceberg):
        line, first = self._line(release), self.tree["iceberg"]["runtimes"]
        if line not in first:
            raise MatrixError(f"releases.{release}.iceberg: Iceberg has no runtime for Spark {line}")
        if numbers(iceberg) < numbers(first[line]):
            raise MatrixError(f"releases.{release}.iceberg: the first Iceberg with a runtime for Spark {line} is {first[line]}, not {iceberg}")

    def _check_rapids(self, release, rapids):
        first = self.tree["rapids"]["shims"].get(release)
        if rapids == "none":
            return
        if first is None:
            raise MatrixError(f"releases.{release}.rapids: no RAPIDS plugin has a shim for Spark {release}, {rapids} would not load; write none")
        if numbers(rapids) < numbers(first):
            raise MatrixError(f"releases.{release}.rapids: {rapids} has no shim for Spark {release}; the first that has is {first}")

    def _check_keys_of_iceberg(self):
        scalas = {line: parts["scala"] for line, parts in self.lines.items()}
        for key in self.tree["iceberg"]["sha256"]:
            found = re.fullmatch(r"(\d+\.\d+)_(\d+\.\d+):(\d+\.\d+\.\d+)", key)
            if not found:
                raise MatrixError(f"iceberg.sha256.{key}: must be LINE_SCALA:VERSION, like 4.1_2.13:1.11.0")
            line, scala, version = found.groups()
            if scalas.get(line, scala) != scala:
                raise MatrixError(f"iceberg.sha256.{key}: Spark {line} here is Scala {scalas[line]}, a jar of Scala {scala} cannot be loaded")
            if numbers(version) < numbers(self.tree["iceberg"]["runtimes"].get(line, "999.0.0")):
                raise MatrixError(f"iceberg.sha256.{key}: Iceberg {version} has no runtime for Spark {line}")

    def _checksums(self):
        for release, parts in self.tree["releases"].items():
            for name in ("sha256", "connect"):
                if name in parts:
                    yield f"releases.{release}.{name}", parts[name]
        for section in ("iceberg", "rapids"):
            for key, value in self.tree[section].get("sha256", {}).items():
                yield f"{section}.sha256.{key}", value

    def _image(self, kind, release, variant):
        parts, line = self.tree["releases"][release], self._line(release)
        scala = self.lines[line]["scala"]
        spark = Artifact("python", f"pyspark=={release}", f"pyspark-{release}.tar.gz", parts.get("sha256"))
        jars = []
        if numbers(line) < (4, 0):
            jars.append(maven(f"org.apache.spark:spark-connect_{scala}", release, None, parts.get("connect")))
        extra, refused = [], None
        if "iceberg" in variant:
            version = str(parts["iceberg"])
            key = f"{line}_{scala}:{version}"
            name = self.tree["iceberg"]["artifact"].format(line=line, scala=scala)
            extra.append(maven(name, version, None, self.tree["iceberg"]["sha256"].get(key)))
        if "gpu" in variant:
            version, rapids = str(parts["rapids"]), self.tree["rapids"]
            if version == "none":
                refused = f"RAPIDS has no plugin for Spark {release}"
            else:
                key = f"{scala}:{version}"
                extra.append(maven(rapids["artifact"].format(scala=scala), version, rapids["classifier"], rapids.get("sha256", {}).get(key)))
        return Image(kind, release, variant, scala, spark, tuple(jars), connectors(line), tuple(extra), refused)

    @staticmethod
    def _line(release):
        return str(release).rsplit(".", 1)[0]


def maven(name, version, classifier, sha256):
    artifact = name.split(":")[1]
    suffix = f"-{classifier}" if classifier else ""
    coordinate = f"{name}:{version}:jar:{classifier}" if classifier else f"{name}:{version}"
    return Artifact("maven", coordinate, f"{artifact}-{version}{suffix}.jar", sha256)


def connectors(line, folder=Path(__file__).parent.parent / "requirements"):
    """What the line's Hadoop needs for s3a; the list holds coordinates and checksums."""
    found = []
    for text in (folder / f"connectors-{line}.txt").read_text(encoding="utf-8").splitlines():
        if text and not text.startswith("#"):
            coordinate, sha256 = text.split()
            name, version = coordinate.rsplit(":", 1)
            found.append(maven(name, version, None, sha256))
    return tuple(found)


def read(path=Path(__file__).parent.parent / "matrix.yaml"):
    try:
        import yaml
    except ImportError as e:
        raise MatrixError("reading matrix.yaml needs PyYAML: pip install pyyaml, or the package python3-yaml of your system") from e
    with open(path, encoding="utf-8") as f:
        return Matrix(numbered(yaml.load(f, yaml.BaseLoader)))


def numbered(tree):
    """All scalars are read as text, so that 3.10 stays 3.10; the releases of Java are numbers."""
    lines = {k: v | {"java": [int(n) for n in v["java"]]} for k, v in tree.get("lines", {}).items()}
    return tree | {"java": int(tree.get("java", 0)), "lines": lines}
