package io.switchyard.etl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** For tests that run Spark in this JVM. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledForJreRange(
    maxVersion = 23,
    disabledReason =
        "The Hadoop that Spark 4.1 brings calls Subject.getSubject, which JDK 24 and later refuse")
@interface OnSparksJdk {}
