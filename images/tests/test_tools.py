"""The build command's refusals, checksums, and which libraries trim-jars takes."""

import importlib.machinery
import importlib.util
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

HOME = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HOME / "tools"))

import fetch  # noqa: E402
import matrix  # noqa: E402


def script(path):
    loader = importlib.machinery.SourceFileLoader(path.name.replace("-", "_"), str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


trim_jars = script(HOME / "tools" / "trim-jars")


class TrimJarsTest(unittest.TestCase):
    def test_libraries_of_other_platforms_are_foreign(self):
        for name in (
            "librocksdbjni-linux-aarch64.so", "librocksdbjni-osx-x86_64.jnilib", "librocksdbjni-win64.dll", "librocksdbjni-linux64-musl.so",
            "librocksdbjni-linux32.so", "org/xerial/snappy/native/Linux/x86/libsnappyjava.so", "org/xerial/snappy/native/Mac/x86_64/libsnappyjava.dylib",
            "linux/s390x/libzstd-jni-1.5.7-6.so", "linux/i386/libzstd-jni.so", "META-INF/native/linux32/libleveldbjni.so",
            "net/jpountz/util/win32/amd64/liblz4-java.so", "META-INF/native/libnetty_transport_native_epoll_aarch_64.so", "freebsd/amd64/libzstd-jni.so",
        ):
            self.assertTrue(trim_jars.foreign(name, "x86_64"), name)

    def test_own_libraries_and_everything_else_stay(self):
        for name in (
            "librocksdbjni-linux64.so", "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so", "linux/amd64/libzstd-jni-1.5.7-6.so",
            "META-INF/native/linux64/libleveldbjni.so", "net/jpountz/util/linux/amd64/liblz4-java.so", "META-INF/native/libnetty_tcnative_linux_x86_64.so",
            "org/example/Windows.class", "darwin/settings.properties", "native/libunknown.so",
        ):
            self.assertFalse(trim_jars.foreign(name, "x86_64"), name)

    def test_an_arm_image_keeps_arm(self):
        self.assertFalse(trim_jars.foreign("librocksdbjni-linux-aarch64.so", "aarch64"))
        self.assertTrue(trim_jars.foreign("librocksdbjni-linux64.so", "aarch64"))

    def test_a_jar_without_foreign_libraries_is_left_byte_for_byte(self):
        with tempfile.TemporaryDirectory() as folder:
            jar = Path(folder) / "a.jar"
            with zipfile.ZipFile(jar, "w") as z:
                z.writestr("A.class", b"\xca\xfe" * 100)
            before = jar.read_bytes()
            self.assertEqual(0, trim_jars.trim(jar, "x86_64"))
            self.assertEqual(before, jar.read_bytes())

    def test_a_trimmed_jar_keeps_its_other_entries_and_its_time(self):
        with tempfile.TemporaryDirectory() as folder:
            jar = Path(folder) / "a.jar"
            with zipfile.ZipFile(jar, "w") as z:
                z.writestr("A.class", b"class")
                z.writestr("lib-osx-x86_64.dylib", bytes(range(256)) * 100)
            time = jar.stat().st_mtime_ns
            self.assertGreater(trim_jars.trim(jar, "x86_64"), 0)
            with zipfile.ZipFile(jar) as z:
                self.assertEqual(["A.class"], z.namelist())
                self.assertEqual(b"class", z.read("A.class"))
            self.assertEqual(time, jar.stat().st_mtime_ns)


class FetchTest(unittest.TestCase):
    def test_an_artifact_with_another_checksum_is_refused_and_not_kept(self):
        def download(artifact, into):
            (into / artifact.file).write_bytes(b"something else")

        artifact = matrix.Artifact("python", "thing==1", "thing-1.tar.gz", "0" * 64)
        with tempfile.TemporaryDirectory() as cache, mock.patch.object(fetch, "download", download):
            with self.assertRaises(fetch.Unavailable) as caught:
                fetch.fetch(artifact, Path(cache))
            self.assertIn("do not use it", str(caught.exception))
            self.assertEqual([], list(Path(cache).iterdir()))

    def test_an_artifact_without_a_checksum_is_never_fetched(self):
        with mock.patch.object(fetch, "download", side_effect=AssertionError):
            with self.assertRaises(fetch.Unavailable):
                fetch.fetch(matrix.Artifact("maven", "a:b:1", "b-1.jar", None), Path("nowhere"))


class CommandTest(unittest.TestCase):
    def run_build(self, *args):
        return subprocess.run([sys.executable, str(HOME / "build"), *args], capture_output=True, text=True, check=False)

    def test_list_shows_every_image_and_why_some_are_not_built(self):
        done = self.run_build("--list")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(len(matrix.read().images) + 1, len(done.stdout.splitlines()))
        self.assertRegex(done.stdout, r"4\.1\.0-gpu .*RAPIDS has no plugin for Spark 4\.1\.0")

    def test_check_without_registries_tells_what_is_not_to_be_had(self):
        done = self.run_build("--check", "--offline")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertRegex(done.stdout, r"rapids-4-spark_2\.13:26\.02\.0:jar:cuda12 +unavailable")

    def test_an_unknown_image_is_refused_before_anything_is_built(self):
        done = self.run_build("--only", "4.1.1-icebreg")
        self.assertEqual(64, done.returncode)
        self.assertIn("4.1.1-iceberg", done.stderr)

    def test_no_file_names_a_registry(self):
        import re

        host = re.compile(r"https?://(?!localhost|127\.0\.0\.1)[a-z0-9-]+(\.[a-z0-9-]+)+/")
        for path in sorted(HOME.rglob("*")):
            if path.is_file() and not {".cache", "__pycache__", "tests"} & set(path.parts) and path.suffix not in (".md", ".ipynb"):
                self.assertNotRegex(path.read_text(encoding="utf-8"), host, path)


if __name__ == "__main__":
    unittest.main()
