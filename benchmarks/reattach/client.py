"""One session of PySpark, unmodified, that does one long thing and prints what came of it.

usage: client.py <sc:// url> <tag> query <rows> <seconds>        one operation that takes so long
       client.py <sc:// url> <tag> collect <megabytes> <seconds> one result, read as slowly as that
       client.py <sc:// url> <tag> bulk <megabytes> <seconds>    one result after the other, as fast as can be, for so long
Each operation has a tag of its own, by which Spark's event log tells how often it ran.
"""
import hashlib
import logging
import sys
import time

from pyspark.sql import SparkSession
from pyspark.sql import functions as f


def say(name, value):
    print(f"{name}: {value}", flush=True)


def tagged(spark, tag, action):
    spark.addTag(tag)
    try:
        return action()
    finally:
        spark.removeTag(tag)


def query(spark, tag, rows, seconds):
    millis = seconds * 1000 // rows
    slow = spark.range(0, rows, 1, 1).select("id", f.expr(f"reflect('java.lang.Thread', 'sleep', {millis}L)").alias("slept"))
    answer = slow.agg(f.count("slept").alias("n"), f.sum("id").alias("s"))
    say("query", tuple(tagged(spark, tag, answer.collect)[0]))


def letters(spark, megabytes):
    """Rows of 100 letters: about that much Arrow on the wire, in many messages."""
    rows = megabytes * 1_000_000 // 108
    return rows, spark.range(0, rows, 1, 64).select("id", f.lpad(f.col("id").cast("string"), 100, "x").alias("text"))


def collect(spark, tag, megabytes, seconds):
    rows, df = letters(spark, megabytes)
    digest = hashlib.sha256()
    count = 0
    begun = time.time()
    spark.addTag(tag)
    for row in df.toLocalIterator():
        count += 1
        if count % 1000 == 0:
            digest.update(row.text.encode())
            time.sleep(max(0.0, begun + seconds * count / rows - time.time()))
    spark.removeTag(tag)
    say("collect", (count, digest.hexdigest()[:16]))


def bulk(spark, tag, megabytes, seconds):
    rows, df = letters(spark, megabytes)
    end = time.time() + seconds
    done = 0
    while done == 0 or time.time() < end:
        done += 1
        table = tagged(spark, f"{tag}-{done}", df.toPandas)
        digest = hashlib.sha256("".join(table.text[::1000]).encode())
        say("bulk", (len(table), int(table.id.sum()), digest.hexdigest()[:16]))
        del table


def main():
    url, tag, what, size, seconds = sys.argv[1:]
    # Clients of 4.x log each error that they then overcome, on standard error.
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message).300s")
    spark = SparkSession.builder.remote(url).getOrCreate()
    spark.range(7).createOrReplaceTempView("kept")
    say("begun", what)
    {"query": query, "collect": collect, "bulk": bulk}[what](spark, tag, int(size), int(seconds))
    say("view", spark.table("kept").count())
    spark.stop()
    say("end", "stopped")


if __name__ == "__main__":
    main()
