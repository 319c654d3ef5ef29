"""`spark` in every new notebook, made when it is first used: local, or where SPARK_REMOTE or Switchyard's variables say.

SPARK_REMOTE                         a Spark Connect server or gateway, sc://host:15002/...
SWITCHYARD_GATEWAY                   host or host:port of a gateway, with SPARK_CONNECT_TEAM, SPARK_CONNECT_ENV (dev) and,
                                     if there are several, SPARK_CONNECT_REGION
SPARK_CONNECT_AUTH_TOKEN             the token for it; SPARK_CONNECT_USE_SSL=true for TLS without one
SPARK_MASTER                         without any of these: the master of a session in this container, local[*] by default
"""

import os
from urllib.parse import quote


def _remote():
    if os.environ.get("SPARK_REMOTE"):
        return os.environ["SPARK_REMOTE"]
    gateway = os.environ.get("SWITCHYARD_GATEWAY")
    if not gateway:
        return None
    team = os.environ.get("SPARK_CONNECT_TEAM")
    if not team:
        raise ValueError("SWITCHYARD_GATEWAY is set, but SPARK_CONNECT_TEAM is not: whose cluster shall it be?")
    url = f"sc://{gateway if ':' in gateway else gateway + ':15002'}/;x-switchyard-team={quote(team)}"
    url += f";x-switchyard-environment={quote(os.environ.get('SPARK_CONNECT_ENV', 'dev'))}"
    if os.environ.get("SPARK_CONNECT_REGION"):
        url += f";x-switchyard-region={quote(os.environ['SPARK_CONNECT_REGION'])}"
    if os.environ.get("SPARK_CONNECT_USE_SSL", "").lower() == "true":
        url += ";use_ssl=true"
    if os.environ.get("SPARK_CONNECT_AUTH_TOKEN"):
        url += f";token={quote(os.environ['SPARK_CONNECT_AUTH_TOKEN'])}"
    return url


class _Spark:
    """Stands for the session until somebody uses it, so that a notebook without Spark costs no JVM."""

    def __getattr__(self, name):
        return getattr(self._made(), name)

    def __repr__(self):
        return repr(self._made())

    def _made(self):
        from pyspark.sql import SparkSession

        remote = _remote()
        if remote:
            made = SparkSession.builder.remote(remote).getOrCreate()
        else:
            made = SparkSession.builder.master(os.environ.get("SPARK_MASTER", "local[*]")).getOrCreate()
        get_ipython().user_ns["spark"] = made  # noqa: F821
        return made


spark = _Spark()
