/**
 * The Spark application behind {@code config.core_etl}: it reads an ETL spec and runs it. One jar
 * for every Spark line from 3.5 on, so only API whose erased signatures are the same in all of them
 * is used; in particular none that takes or returns a Scala {@code Seq}.
 */
@NullMarked
package io.switchyard.etl;

import org.jspecify.annotations.NullMarked;
