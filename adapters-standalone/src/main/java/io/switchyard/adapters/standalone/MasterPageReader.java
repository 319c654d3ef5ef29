package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.switchyard.adapters.standalone.ClusterState.DriverRow;
import io.switchyard.adapters.standalone.ClusterState.WorkerRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a master's {@code /json/} page as it comes, without a tree of it: with ten thousand drivers
 * it has millions of bytes, and it is read every second.
 */
final class MasterPageReader {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser page;
  private final List<WorkerRow> workers = new ArrayList<>();
  private final List<DriverRow> drivers = new ArrayList<>();

  /** The few words that thousands of rows repeat, each kept once. */
  private final Map<String, String> words = new HashMap<>();

  private String status = "";

  private MasterPageReader(JsonParser page) {
    this.page = page;
  }

  /** The state, or empty if this is no page of a master. */
  static Optional<ClusterState> read(byte[] bytes) {
    try (JsonParser page = FACTORY.createParser(bytes)) {
      MasterPageReader reader = new MasterPageReader(page);
      return reader.readAll()
          ? Optional.of(new ClusterState(reader.status, reader.workers, reader.drivers))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean readAll() throws IOException {
    if (page.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    boolean told = false;
    while (page.nextToken() == JsonToken.FIELD_NAME) {
      String name = page.currentName();
      JsonToken value = page.nextToken();
      if (name.equals("status")) {
        status = text(value);
        told = true;
      } else if (value == JsonToken.START_ARRAY && name.equals("workers")) {
        rows(() -> workers.add(worker()));
      } else if (value == JsonToken.START_ARRAY
          && (name.equals("activedrivers") || name.equals("completeddrivers"))) {
        rows(() -> drivers.add(driver()));
      } else {
        page.skipChildren();
      }
    }
    return told && page.currentToken() == JsonToken.END_OBJECT;
  }

  private interface Row {
    void read() throws IOException;
  }

  private void rows(Row row) throws IOException {
    for (JsonToken next = page.nextToken(); next != JsonToken.END_ARRAY; next = page.nextToken()) {
      if (next == null) {
        return;
      } else if (next == JsonToken.START_OBJECT) {
        row.read();
      } else {
        page.skipChildren();
      }
    }
  }

  private WorkerRow worker() throws IOException {
    String id = "";
    String webUrl = "";
    String state = "";
    int coresFree = 0;
    long memoryFree = 0;
    while (page.nextToken() == JsonToken.FIELD_NAME) {
      String name = page.currentName();
      JsonToken value = page.nextToken();
      switch (name) {
        case "id" -> id = text(value);
        case "webuiaddress" -> webUrl = text(value);
        case "state" -> state = text(value);
        case "coresfree" -> coresFree = page.getValueAsInt();
        case "memoryfree" -> memoryFree = page.getValueAsLong();
        default -> page.skipChildren();
      }
    }
    return new WorkerRow(id, webUrl, state.equals("ALIVE"), coresFree, memoryFree);
  }

  private DriverRow driver() throws IOException {
    String id = "";
    String state = "";
    String worker = "";
    String mainClass = "";
    int cores = 0;
    long memory = 0;
    while (page.nextToken() == JsonToken.FIELD_NAME) {
      String name = page.currentName();
      JsonToken value = page.nextToken();
      switch (name) {
        case "id" -> id = text(value);
        case "state" -> state = word(text(value));
        case "worker" -> worker = word(text(value));
        case "mainclass" -> mainClass = text(value);
        case "cores" -> cores = page.getValueAsInt();
        case "memory" -> memory = page.getValueAsLong();
        default -> page.skipChildren();
      }
    }
    String placed = worker.equals("None") ? "" : worker;
    return new DriverRow(id, state, placed, mainClass, cores, memory);
  }

  private String word(String text) {
    return words.computeIfAbsent(text, same -> same);
  }

  private String text(JsonToken value) throws IOException {
    if (value.isStructStart()) {
      page.skipChildren();
      return "";
    }
    return value == JsonToken.VALUE_NULL ? "" : page.getText();
  }
}
