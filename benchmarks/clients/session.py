"""One session that uses what Spark Connect offers and prints what it got: the same, whoever is between client and server.

usage: session.py <sc:// url> [megabytes of the big result]
"""
import hashlib
import logging
import os
import sys
import tempfile
import threading
import time

import pyspark
from pyspark.sql import SparkSession
from pyspark.sql import functions as f


def say(name, value):
    print(f"{name}: {value}", flush=True)


def refused(name, action):
    """An error must arrive with its class, its parameters and, where the server tells them, its details."""
    try:
        action()
        say(name, "no error")
    except Exception as e:  # noqa: BLE001: whatever the client makes of it is what is compared
        condition = getattr(e, "getCondition", getattr(e, "getErrorClass", lambda: None))()
        first_line = (str(e).splitlines() or [""])[0]
        say(name, f"{type(e).__name__} {condition} {first_line}")


def dataframes(spark):
    df = spark.range(0, 10_000, 1, 4).withColumn("k", f.col("id") % 7).withColumn("v", f.col("id") * 3)
    rows = df.groupBy("k").agg(f.sum("v").alias("s"), f.count("*").alias("n")).orderBy("k").collect()
    say("groups", [tuple(row) for row in rows])
    joined = df.join(df.withColumnRenamed("v", "w"), ["id", "k"]).where("k = 3").agg(f.sum("w")).collect()
    say("join", joined[0][0])
    say("schema", df.schema.simpleString())
    local = spark.createDataFrame([(1, "a"), (2, "b"), (3, None)], "n int, s string")
    say("local", [tuple(row) for row in local.orderBy("n").collect()])
    say("pandas", local.orderBy("n").toPandas().to_csv(index=False).replace("\n", "|"))


def views(spark):
    spark.sql("SELECT id, id * id AS square FROM range(100)").createOrReplaceTempView("squares")
    say("view", spark.sql("SELECT SUM(square) AS s FROM squares").collect()[0].s)
    say("tables", sorted(table.name for table in spark.catalog.listTables()))
    say("parameters", spark.sql("SELECT :a + :b AS c", args={"a": 40, "b": 2}).collect()[0].c)
    say("conf before", spark.conf.get("spark.sql.shuffle.partitions"))
    spark.conf.set("spark.sql.shuffle.partitions", "5")
    say("conf after", spark.conf.get("spark.sql.shuffle.partitions"))
    say("conf absent", spark.conf.get("spark.nothing.of.that.name", "none"))


def udfs(spark):
    """Only where the server's workers are of this client's line; ./run has them use its Python."""
    if spark.version.split(".")[:2] != pyspark.__version__.split(".")[:2]:
        return
    shout = f.udf(lambda text: text.upper() + "!", "string")
    words = spark.createDataFrame([("yes",), ("no",), ("maybe",)], "word string")
    say("udf", [row[0] for row in words.select(shout("word").alias("said")).orderBy("said").collect()])
    halves = spark.range(0, 1000, 1, 4).mapInPandas(lambda parts: (part[part.id % 2 == 0] for part in parts), "id long")
    say("udf in pandas", halves.agg(f.sum("id")).collect()[0][0])
    refused("udf that fails", lambda: spark.range(1).select(f.udf(lambda x: x / 0, "double")("id")).collect())


def artifacts(spark):
    add = getattr(spark, "addArtifacts", None) or spark.addArtifact
    with tempfile.TemporaryDirectory() as folder:
        for size in (10, 3_000_000):
            path = os.path.join(folder, f"file-{size}.bin")
            with open(path, "wb") as file:
                file.write(b"x" * size)
            add(path, file=True)
            say("artifact", size)


def streaming(spark):
    stream = spark.readStream.format("rate").option("rowsPerSecond", 10).load()
    query = stream.writeStream.format("memory").queryName("ticks").outputMode("append").start()
    say("stream active", query.isActive)
    query.processAllAvailable()
    query.stop()
    say("stream active", query.isActive)
    say("streams", len(spark.streams.active))


def interrupt(spark):
    """A query that would take hours is interrupted by its tag; only that one ends."""
    outcome = []

    def slow():
        spark.addTag("slow")
        try:
            spark.sql("SELECT COUNT(*) FROM range(1000000) a CROSS JOIN range(1000000) b WHERE a.id + b.id < 0").collect()
            outcome.append("finished")
        except Exception as e:  # noqa: BLE001
            outcome.append("OPERATION_CANCELED" in str(e) or "cancel" in str(e).lower())

    thread = threading.Thread(target=slow)
    thread.start()
    interrupted = []
    deadline = time.time() + 60
    while not interrupted and thread.is_alive() and time.time() < deadline:
        time.sleep(0.2)
        interrupted = spark.interruptTag("slow")
    thread.join(60)
    say("interrupted", (len(interrupted), outcome))


def errors(spark):
    refused("no table", lambda: spark.sql("SELECT * FROM no_such_table").collect())
    refused("no syntax", lambda: spark.sql("SELEC 1").collect())
    refused("at run time", lambda: spark.sql("SELECT raise_error('as asked')").collect())
    refused("division", lambda: spark.sql("SELECT 1 / 0 FROM range(1)").collect())


def big(spark, megabytes):
    """Rows of 100 letters: about that much Arrow on the wire, many messages, each hashed in order."""
    rows = megabytes * 1_000_000 // 108
    df = spark.range(0, rows, 1, 64).select("id", f.lpad(f.col("id").cast("string"), 100, "x").alias("text"))
    digest = hashlib.sha256()
    count = 0
    for row in df.toLocalIterator():
        count += 1
        if count % 1000 == 0:
            digest.update(row.text.encode())
    say("big", (count, digest.hexdigest()[:16]))


def main():
    # Clients of 4.x log errors with the time of day, on standard error.
    logging.disable(logging.CRITICAL)
    spark = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
    say("spark", spark.version)
    dataframes(spark)
    views(spark)
    udfs(spark)
    artifacts(spark)
    errors(spark)
    streaming(spark)
    interrupt(spark)
    if hasattr(spark, "cloneSession"):
        clone = spark.cloneSession()
        say("clone", clone.sql("SELECT COUNT(*) AS n FROM squares").collect()[0].n)
    megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    if megabytes:
        big(spark, megabytes)
    say("view still there", spark.sql("SELECT COUNT(*) AS n FROM squares").collect()[0].n)
    spark.stop()
    say("end", "stopped")


if __name__ == "__main__":
    main()
