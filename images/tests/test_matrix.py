"""The matrix refuses what upstream does not have, and says so."""

import copy
import sys
import unittest
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HOME / "tools"))

import matrix  # noqa: E402


class MatrixTest(unittest.TestCase):
    def setUp(self):
        self.tree = copy.deepcopy(matrix.read().tree)

    def refused(self, *words):
        with self.assertRaises(matrix.MatrixError) as caught:
            matrix.Matrix(self.tree)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_the_matrix_of_the_repository_is_valid_and_has_the_seeds_32_images(self):
        m = matrix.read()
        names = {i.name for i in m.images}
        for kind in ("", "jupyter-"):
            for release in ("3.5.7", "3.5.8", "4.1.0", "4.1.1"):
                for variant in ("baseline", "gpu", "iceberg", "gpu-iceberg"):
                    self.assertIn(f"{kind}{release}-{variant}", names)

    def test_tags_are_the_seeds(self):
        image = matrix.read().select(["4.1.1-gpu-iceberg"])[0]
        self.assertEqual("spark-k8s-runtime:4.1-4.1.1-gpu-iceberg", image.tag)
        self.assertEqual(["spark-k8s-jupyter:3.5-3.5.7-baseline", "spark-k8s-jupyter:3.5-3.5.7"], matrix.read().select(["jupyter-3.5.7-baseline"])[0].tags)

    def test_no_two_images_share_a_name_or_a_tag(self):
        images = matrix.read().images
        self.assertEqual(len(images), len({i.name for i in images}))
        self.assertEqual(sum(len(i.tags) for i in images), len({t for i in images for t in i.tags}))

    def test_every_jar_is_of_the_scala_and_the_line_of_its_spark(self):
        for image in matrix.read().images:
            for artifact in (*image.jars, *image.extra):
                self.assertIn(f"_{image.scala}", artifact.coordinate)
                if "iceberg" in artifact.coordinate:
                    self.assertIn(f"-{image.line}_", artifact.coordinate)

    def test_rapids_24_10_with_4_1_is_refused(self):
        self.tree["releases"]["4.1.1"]["rapids"] = "24.10.0"
        self.refused("releases.4.1.1.rapids", "24.10.0", "26.02.0")

    def test_rapids_for_a_patch_without_a_shim_is_refused(self):
        self.tree["releases"]["4.1.0"]["rapids"] = "26.02.0"
        self.refused("releases.4.1.0.rapids", "no RAPIDS plugin has a shim", "none")

    def test_icebergs_runtime_for_4_0_before_1_10_is_refused(self):
        self.tree["iceberg"]["sha256"]["4.0_2.13:1.6.1"] = "0" * 64
        self.refused("iceberg.sha256.4.0_2.13:1.6.1", "1.6.1")

    def test_icebergs_runtime_for_4_1_before_1_11_is_refused(self):
        self.tree["releases"]["4.1.1"]["iceberg"] = "1.10.1"
        self.refused("releases.4.1.1.iceberg", "1.11.0")

    def test_a_jar_of_scala_2_12_on_4_1_is_refused(self):
        self.tree["iceberg"]["sha256"]["4.1_2.12:1.11.0"] = "0" * 64
        self.refused("4.1_2.12:1.11.0", "Scala 2.13")

    def test_a_line_with_the_wrong_scala_is_refused(self):
        self.tree["lines"]["4.1"]["scala"] = "2.12"
        self.refused("lines.4.1.scala", "2.13")

    def test_a_java_that_spark_does_not_run_on_is_refused(self):
        self.tree["java"] = 11
        self.refused("java", "4.1", "11")

    def test_a_release_of_an_unknown_line_is_refused(self):
        self.tree["releases"]["5.0.0"] = {"iceberg": "1.11.0", "rapids": "none"}
        self.refused("releases.5.0.0", "5.0")

    def test_a_mistyped_key_is_refused(self):
        self.tree["releases"]["4.1.1"]["icberg"] = "1.11.0"
        self.refused("releases.4.1.1.icberg", "known")

    def test_a_checksum_that_is_none_is_refused(self):
        self.tree["releases"]["4.1.4"]["sha256"] = "abc"
        self.refused("releases.4.1.4.sha256", "64")

    def test_what_upstream_lacks_is_marked_instead_of_built(self):
        image = matrix.read().select(["4.1.0-gpu"])[0]
        self.assertIn("4.1.0", image.refused)

    def test_a_misspelt_name_is_told_with_its_neighbours(self):
        with self.assertRaises(matrix.MatrixError) as caught:
            matrix.read().select(["4.1.1-icebreg"])
        self.assertIn("4.1.1-iceberg", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
