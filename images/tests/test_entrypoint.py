"""The entrypoint and the health check, with programs of the test's own in place of Java and Spark."""

import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
BIN = HOME / "rootfs" / "opt" / "switchyard" / "bin"
MODES = ("master", "worker", "connect", "driver", "executor", "history", "submit", "shell", "jupyter")


class EntrypointTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("java/bin/java", "spark/bin/spark-submit", "spark/bin/pyspark", "spark/bin/spark-shell", "path/jupyter-lab"):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'#!/bin/sh\necho "{path.name}"\nfor a in "$@"; do echo "$a"; done\nenv >"{self.folder}/env"\n')
            path.chmod(0o755)
        (self.folder / "spark/jars").mkdir()
        (self.folder / "spark/jars/spark-connect_2.13.jar").touch()
        (self.folder / "own/bin").mkdir(parents=True)
        (self.folder / "own/classpath").write_text("/jars/a.jar\n/jars/b.jar\n")

    def run_mode(self, *args, **env):
        full = {"PATH": f"{self.folder}/path:{os.environ['PATH']}", "JAVA_HOME": f"{self.folder}/java", "SPARK_HOME": f"{self.folder}/spark"}
        full |= {"SWITCHYARD_HOME": f"{self.folder}/own", "SPARK_LOCAL_DIRS": f"{self.folder}/local", "SPARK_WORKER_DIR": f"{self.folder}/work"}
        return subprocess.run([str(BIN / "entrypoint"), *args], env=full | env, capture_output=True, text=True, check=False, timeout=120)

    def lines(self, *args, **env):
        done = self.run_mode(*args, **env)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout.splitlines()

    def refused(self, code, word, *args, **env):
        done = self.run_mode(*args, **env)
        self.assertEqual(code, done.returncode, done.stderr)
        self.assertIn(word, done.stderr)
        self.assertEqual("", done.stdout)

    def test_an_unknown_mode_lists_the_modes(self):
        done = self.run_mode(SPARK_MODE="mastre")
        self.assertEqual(64, done.returncode)
        for mode in MODES:
            self.assertIn(mode, done.stderr)

    def test_a_program_named_as_an_argument_is_run_and_one_in_the_variable_is_not(self):
        self.assertEqual(["hello"], self.lines("echo", "hello", SPARK_MODE="jupyter"))
        self.refused(64, "no mode 'echo'", SPARK_MODE="echo")

    def test_help_has_every_mode(self):
        text = self.run_mode("help").stdout
        for mode in MODES:
            self.assertIn(f"\n  {mode} ", text)

    def test_a_master_runs_in_place_with_its_ports_and_its_class_path_in_order(self):
        lines = self.lines("master", SPARK_MASTER_HOST="m", SPARK_MASTER_PORT="17077")
        self.assertIn("org.apache.spark.deploy.master.Master", lines)
        self.assertEqual(["--host", "m", "--port", "17077", "--webui-port", "8080"], lines[-6:])
        self.assertTrue(lines[lines.index("-cp") + 1].endswith("/spark/conf:/jars/a.jar:/jars/b.jar"))

    def test_a_master_recovers_from_a_folder_that_it_can_write(self):
        lines = self.lines("master", SPARK_RECOVERY_DIR=str(self.folder))
        self.assertIn(f"-Dspark.deploy.recoveryDirectory={self.folder}", lines)
        self.refused(73, "SPARK_RECOVERY_DIR=/nowhere", "master", SPARK_RECOVERY_DIR="/nowhere")

    def test_a_port_that_is_none_is_refused_by_name(self):
        self.refused(64, "SPARK_MASTER_PORT must be a whole number from 1 to 65535, was 'x'", "master", SPARK_MASTER_PORT="x")
        self.refused(64, "SPARK_CONNECT_GRPC_PORT", "connect", SPARK_CONNECT_GRPC_PORT="70000")
        self.refused(64, "SPARK_WORKER_MEMORY", "worker", SPARK_WORKER_MEMORY="much")

    def test_a_worker_gives_up_on_a_master_that_is_not_there(self):
        self.refused(69, "127.0.0.1:1 within 0 s", "worker", SPARK_MASTER_HOST="127.0.0.1", SPARK_MASTER_PORT="1", SPARK_MASTER_WAIT="0")

    def test_a_worker_waits_for_its_master_and_tells_it_what_it_has(self):
        with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
            port = str(server.server_address[1])
            lines = self.lines("worker", SPARK_MASTER_HOST="127.0.0.1", SPARK_MASTER_PORT=port, SPARK_WORKER_CORES="3", SPARK_WORKER_MEMORY="4g")
        self.assertEqual(f"spark://127.0.0.1:{port}", lines[-1])
        self.assertEqual(["--cores", "3", "--memory", "4g"], lines[lines.index("--cores") :][:4])

    def test_connect_is_the_mode_without_any(self):
        lines = self.lines("connect", "--conf", "a=b")
        self.assertIn("org.apache.spark.sql.connect.service.SparkConnectServer", self.lines())
        self.assertIn("spark.connect.grpc.binding.port=15002", lines)
        self.assertEqual(["--conf", "a=b", "spark-internal"], lines[-3:])

    def test_what_kubernetes_calls_first_is_the_mode_even_beside_a_variable(self):
        lines = self.lines("driver", "--class", "A", "local:///a.jar", SPARK_DRIVER_BIND_ADDRESS="10.0.0.1", SPARK_MODE="connect")
        self.assertEqual("spark-submit", lines[0])
        self.assertIn("spark.driver.bindAddress=10.0.0.1", lines)
        self.assertEqual(["--class", "A", "local:///a.jar"], lines[-3:])

    def test_an_executor_has_all_that_kubernetes_tells_it(self):
        env = {"SPARK_DRIVER_URL": "u", "SPARK_EXECUTOR_ID": "3", "SPARK_EXECUTOR_CORES": "2", "SPARK_EXECUTOR_MEMORY": "1g", "SPARK_APPLICATION_ID": "app"}
        env |= {"SPARK_EXECUTOR_POD_IP": "10.0.0.2", "SPARK_EXECUTOR_POD_NAME": "pod", "SPARK_RESOURCE_PROFILE_ID": "0"}
        lines = self.lines("executor", SPARK_JAVA_OPT_0="-Dzero=a b", SPARK_JAVA_OPT_10="-Dten", SPARK_JAVA_OPT_2="-Dtwo", **env)
        self.assertEqual(["-Dzero=a b", "-Dtwo", "-Dten", "-Xms1g", "-Xmx1g"], lines[1:6])
        self.assertIn("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend", lines)
        self.assertEqual("pod", lines[lines.index("--podName") + 1])

    def test_an_executor_names_what_it_misses(self):
        self.refused(64, "SPARK_DRIVER_URL SPARK_EXECUTOR_ID", "executor")

    def test_secrets_come_from_files_and_are_on_no_command_line(self):
        (self.folder / "s3-secret-key").write_text("swordfish\n")
        (self.folder / "connect-token").write_text("open-sesame")
        done = self.run_mode("connect", SWITCHYARD_SECRETS=str(self.folder))
        for secret in ("swordfish", "open-sesame"):
            self.assertNotIn(secret, done.stdout + done.stderr)
        env = (self.folder / "env").read_text()
        self.assertIn("AWS_SECRET_ACCESS_KEY=swordfish\n", env)
        self.assertIn("SPARK_CONNECT_AUTHENTICATE_TOKEN=open-sesame\n", env)

    def test_a_shell_is_python_or_scala(self):
        self.assertEqual("pyspark", self.lines("shell")[0])
        self.assertEqual("spark-shell", self.lines("shell", SPARK_SHELL="scala")[0])

    def test_jupyter_has_no_token_of_ours(self):
        lines = self.lines("jupyter")
        self.assertEqual("jupyter-lab", lines[0])
        self.assertFalse([line for line in lines if "token" in line or "password" in line or "allow-root" in line])


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(self.server.pages.get(self.path, {})).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class HealthcheckTest(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.port = str(self.server.server_address[1])
        self.addCleanup(self.server.server_close)
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(self.server.shutdown)

    def check(self, mode, pages, **env):
        self.server.pages = {"/json/": pages}
        full = {"PATH": os.environ["PATH"], "SPARK_MASTER_WEBUI_PORT": self.port, "SPARK_WORKER_WEBUI_PORT": self.port, "SPARK_CONNECT_GRPC_PORT": self.port}
        return subprocess.run([sys.executable, str(BIN / "healthcheck"), mode], env=full | env, capture_output=True, text=True, check=False, timeout=120)

    def test_a_master_is_well_when_it_is_in_charge(self):
        self.assertEqual(0, self.check("master", {"status": "ALIVE"}).returncode)
        done = self.check("master", {"status": "RECOVERING"})
        self.assertEqual(1, done.returncode)
        self.assertIn("RECOVERING", done.stderr)

    def test_a_worker_is_well_when_its_master_knows_it_alive(self):
        own = {"id": "w1", "masterwebuiurl": f"http://127.0.0.1:{self.port}"}
        self.assertEqual(0, self.check("worker", own | {"workers": [{"id": "w1", "state": "ALIVE"}]}).returncode)
        self.assertIn("DEAD", self.check("worker", own | {"workers": [{"id": "w1", "state": "DEAD"}]}).stderr)
        self.assertIn("unknown", self.check("worker", own | {"workers": []}).stderr)
        self.assertIn("not registered", self.check("worker", {"id": "w1", "masterwebuiurl": ""}).stderr)

    def test_a_server_that_does_not_speak_spark_connect_is_not_well(self):
        self.assertEqual(1, self.check("connect", {}).returncode)

    def test_nobody_listening_is_told(self):
        done = self.check("connect", {}, SPARK_CONNECT_GRPC_PORT="1")
        self.assertEqual(1, done.returncode)
        self.assertIn("does not answer", done.stderr)

    def test_modes_that_end_with_their_process_are_well(self):
        self.assertEqual(0, self.check("driver", {}).returncode)


if __name__ == "__main__":
    unittest.main()
