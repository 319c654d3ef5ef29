"""Moto's server on a free port, which is printed.

Moto neither moves steps and clusters on nor cancels steps, so a test does what the machines of a
cluster would do: POST /test-machine/step and /test-machine/cluster bring one into a state.
"""

import json
import sys
import threading

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.emr.exceptions import ValidationException
from moto.emr.models import Cluster, ElasticMapReduceBackend, emr_backends
from moto.emr.responses import ElasticMapReduceResponse
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

lock = threading.RLock()
ENDED = ("COMPLETED", "CANCELLED", "FAILED", "INTERRUPTED")
ACTIVE = ("PENDING", "RUNNING", "CANCEL_PENDING")


def clusters():
    for account in list(emr_backends.values()):
        for backend in list(account.values()):
            yield from list(backend.clusters.values())


def move(step, state, message=None):
    step.state = state
    step.last_state_change_reason = message
    if state in ("RUNNING", "COMPLETED", "FAILED") and step.start_date_time is None:
        step.start_date_time = utcnow()
    if state in ENDED:
        step.end_date_time = utcnow()


def cancel_steps(self):
    with lock:
        cluster = self.backend.describe_cluster(self._get_param("ClusterId"))
        answers = []
        for step in cluster.steps:
            if step.id in self._get_param("StepIds", []):
                if step.state in ("PENDING", "RUNNING"):
                    move(step, "CANCELLED", "Cancelled by user")
                answers.append({"StepId": step.id, "Status": "SUBMITTED"})
    return ActionResult({"CancelStepsInfoList": answers})


ElasticMapReduceResponse.cancel_steps = cancel_steps

add_steps = Cluster.add_steps


def add_steps_as_emr_does(self, steps):
    with lock:
        if self.__dict__.get("state") in ("TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS"):
            raise ValidationException(
                "A job flow that is shutting down, terminating, or finished may not be modified."
            )
        if sum(s.state in ACTIVE for s in self.steps) + len(steps) > 256:
            raise ValidationException(
                "Maximum number of active steps(State = 'Running', 'Pending' or 'Cancel_Pending')"
                " for cluster exceeded."
            )
        before = len(self.steps)
        added = add_steps(self, steps)
        for step in self.steps[before:]:
            step.state = "PENDING"
        return added


Cluster.add_steps = add_steps_as_emr_does
# No cluster is up the moment it is asked for.
Cluster.run_bootstrap_actions = lambda self: setattr(self, "state", "STARTING")


def terminate(self):
    self.state = "TERMINATED"
    self.last_state_change_code = "USER_REQUEST"
    self.end_datetime = utcnow()
    for step in self.steps:
        if step.state in ACTIVE:
            move(step, "CANCELLED")


Cluster.terminate = terminate

status = Cluster.status.fget


def status_with_code(self):
    said = status(self)
    said["StateChangeReason"]["Code"] = getattr(self, "last_state_change_code", None)
    return said


Cluster.status = property(status_with_code)


def tick(cluster):
    """What runs ends, and what waits runs."""
    for step in cluster.steps:
        if step.state == "RUNNING":
            move(step, "COMPLETED")
        elif step.state == "PENDING":
            move(step, "RUNNING")


def switchyard(environ, start_response):
    body = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or "{}")
    answer = []
    with lock:
        for cluster in clusters():
            if environ["PATH_INFO"].endswith("/tick") and cluster.id == body["cluster"]:
                tick(cluster)
            if environ["PATH_INFO"].endswith("/cluster") and cluster.id == body["cluster"]:
                cluster.state = body["state"]
                cluster.last_state_change_code = body.get("code")
                cluster.last_state_change_reason = body.get("message")
                cluster.ready_datetime = utcnow() if body.get("ready") else None
            for step in cluster.steps:
                if environ["PATH_INFO"].endswith("/step") and step.name.startswith(body["mark"]):
                    move(step, body["state"], body.get("message"))
                answer.append(
                    {
                        "cluster": cluster.id,
                        "cluster_name": cluster.name,
                        "cluster_state": cluster.state,
                        "id": step.id,
                        "name": step.name,
                        "state": step.state,
                        "args": step.args,
                    }
                )
            if not cluster.steps:
                answer.append(
                    {
                        "cluster": cluster.id,
                        "cluster_name": cluster.name,
                        "cluster_state": cluster.state,
                    }
                )
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]


moto = DomainDispatcherApplication(create_backend_app)


def site(environ, start_response):
    app = switchyard if environ["PATH_INFO"].startswith("/test-machine/") else moto
    return app(environ, start_response)


server = make_server("127.0.0.1", 0, site, threaded=True)
print(server.port, flush=True)
# Ends with the test, however that ends.
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
