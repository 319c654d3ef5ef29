package io.switchyard.benchmarks.chaos.spark;

import io.switchyard.benchmarks.chaos.spark.Exchange.Reply;
import io.switchyard.benchmarks.chaos.spark.Exchange.Request;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One address of the master: HTTP/1.1 by hand, because no server library can be made to answer
 * twice or half. Each process asks at a door of its own, which tells them apart.
 */
final class Door implements AutoCloseable {

  /** Longer than the application waits for any answer. */
  private static final long NEVER_MILLIS = 8_000;

  /** Answers requests; called by many threads. */
  interface Room {

    Reply answer(Request request, String door);

    /** The answer is on its way, or lost. */
    void answered(Request request, String door);
  }

  private final String name;
  private final Room room;
  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Door(String name, Room room, ServerSocket socket) {
    this.name = name;
    this.room = room;
    this.socket = socket;
  }

  /** Opens on a free port. */
  static Door open(String name, Room room) throws IOException {
    Door door = new Door(name, room, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    start("door-" + name, door::accept);
    return door;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        start("door-" + name + "-client", () -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      String first = line(in);
      boolean goesOn = true;
      while (goesOn && !first.isEmpty()) {
        Request request = Request.of(first.split(" ")[1], body(in));
        Reply reply = room.answer(request, name);
        goesOn = deliver(reply, client.getOutputStream());
        room.answered(request, name);
        first = goesOn ? line(in) : "";
      }
    } catch (IOException gone) {
      // Clients are killed all the time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private static byte[] body(InputStream in) throws IOException {
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the client died in the middle of its request");
    }
    return body;
  }

  /** Empty at the end of the stream, too. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  /** Whether the connection goes on. */
  private static boolean deliver(Reply reply, OutputStream out)
      throws IOException, InterruptedException {
    Thread.sleep(reply.after().toMillis());
    byte[] head =
        ("HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n")
            .formatted(reply.status(), reply.body().length)
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(head);
    message.write(reply.body());
    return switch (reply.delivery()) {
      case LOST -> false;
      case NEVER -> {
        Thread.sleep(NEVER_MILLIS);
        yield false;
      }
      case CUT -> {
        out.write(message.toByteArray(), 0, head.length + reply.body().length / 2);
        yield false;
      }
      case TWICE -> {
        message.write(message.toByteArray());
        out.write(message.toByteArray());
        yield true;
      }
      case WHOLE -> {
        out.write(message.toByteArray());
        yield true;
      }
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
