package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.standalone.ClusterState.DriverRow;
import io.switchyard.adapters.standalone.ClusterState.WorkerRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterPageReaderTest {

  /** As a master of Spark 4.1.2 prints it, with what is not read in between. */
  private static final String PAGE =
      """
      {
        "url" : "spark://127.0.0.1:7077",
        "workers" : [ {
          "id" : "worker-1", "host" : "10.0.0.1", "webuiaddress" : "http://10.0.0.1:8081",
          "coresfree" : 3, "memoryfree" : 2048, "resources" : { "gpu" : { "addresses" : [ "0" ] } },
          "state" : "ALIVE"
        }, {
          "id" : "worker-2", "webuiaddress" : "http://10.0.0.2:8081", "state" : "DEAD"
        } ],
        "activeapps" : [ { "id" : "app-1", "state" : "RUNNING", "resourcesperslave" : [ ] } ],
        "activedrivers" : [ {
          "id" : "driver-20261121000000-0000", "state" : "RUNNING", "cores" : 1, "memory" : 1024,
          "worker" : "worker-1", "mainclass" : "com.acme.Main"
        }, {
          "id" : "driver-20261121000000-0001", "state" : "SUBMITTED", "cores" : 2, "memory" : 512,
          "worker" : "None", "mainclass" : "com.acme.Other"
        } ],
        "completeddrivers" : [ {
          "id" : "driver-20261121000000-0002", "state" : "FINISHED", "worker" : null
        } ],
        "status" : "ALIVE"
      }
      """;

  private static Optional<ClusterState> read(String page) throws IOException {
    return MasterPageReader.read(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_page_is_read_whole() throws IOException {
    ClusterState state = read(PAGE).orElseThrow();
    assertThat(state.status()).isEqualTo("ALIVE");
    assertThat(state.workers())
        .containsExactly(
            new WorkerRow("worker-1", "http://10.0.0.1:8081", true, 3, 2048),
            new WorkerRow("worker-2", "http://10.0.0.2:8081", false, 0, 0));
    assertThat(state.drivers())
        .containsExactly(
            new DriverRow(
                "driver-20261121000000-0000", "RUNNING", "worker-1", "com.acme.Main", 1, 1024),
            new DriverRow("driver-20261121000000-0001", "SUBMITTED", "", "com.acme.Other", 2, 512),
            new DriverRow("driver-20261121000000-0002", "FINISHED", "", "", 0, 0));
    assertThat(state.driver("driver-20261121000000-0001")).contains(state.drivers().get(1));
    assertThat(state.driver("driver-20261121000000-0009")).isEmpty();
    assertThat(state.driversWith("com.acme.Main")).containsExactly(state.drivers().get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "up",
        "{\"nope\":\"\"}",
        "<html><body>proxy</body></html>",
        "{\"status\":\"ALIVE\",\"activedrivers\":[{\"id\":\"driver-2026",
        "{\"status\":\"ALIVE\",\"activedrivers\":["
      })
  void what_is_no_whole_page_is_none(String page) throws IOException {
    assertThat(read(page)).isEmpty();
  }

  @Test
  void rows_of_another_shape_are_passed_over() throws IOException {
    ClusterState state =
        read("{\"activedrivers\":[1,[2],\"x\"],\"workers\":{\"a\":1},\"status\":\"STANDBY\"}")
            .orElseThrow();
    assertThat(state.drivers()).isEmpty();
    assertThat(state.workers()).isEmpty();
    assertThat(state.status()).isEqualTo("STANDBY");
  }
}
