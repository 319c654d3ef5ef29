package io.switchyard.gateway;

import io.switchyard.domain.cluster.ServerAddress;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A server that does to each connection's first call what no library would, and then hangs up. */
final class RawServer implements AutoCloseable {

  /** Answers a call's headers. */
  interface Deed {
    void to(RawServer server, OutputStream out, int stream) throws IOException;
  }

  private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Deed deed;

  RawServer(Deed deed) throws IOException {
    this.deed = deed;
    Thread thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", door.getLocalPort());
  }

  private void serve() {
    while (!door.isClosed()) {
      try (Socket socket = door.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        in.readNBytes(24);
        frame(out, RawClient.SETTINGS, 0, 0, new byte[0]);
        int stream = firstCall(in);
        deed.to(this, out, stream);
        out.flush();
        socket.shutdownOutput();
        in.readAllBytes();
      } catch (IOException gone) {
        // The next one, then.
      }
    }
  }

  private static int firstCall(DataInputStream in) throws IOException {
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.readUnsignedByte();
      int stream = in.readInt();
      in.readNBytes(length);
      if (type == RawClient.HEADERS) {
        return stream;
      }
    }
  }

  void beginAnswer(OutputStream out, int stream) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    // ":status: 200" is number 8 of HPACK's static table.
    block.write(0x88);
    block.write(0);
    for (String text : new String[] {"content-type", "application/grpc"}) {
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
    frame(out, RawClient.HEADERS, RawClient.END_HEADERS, stream, block.toByteArray());
    frame(out, RawClient.DATA, 0, stream, new byte[] {0, 0, 0, 0, 9, 1, 2});
  }

  /** Only headers, but with one of so many bytes. */
  void answerAtLength(OutputStream out, int stream, int length) throws IOException {
    frame(out, RawClient.SETTINGS, RawClient.ACK, 0, new byte[0]);
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x88);
    block.write(0);
    block.write(1);
    block.write('x');
    block.write(127);
    int left = length - 127;
    while (left >= 128) {
      block.write(left % 128 + 128);
      left /= 128;
    }
    block.write(left);
    block.writeBytes("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
    byte[] all = block.toByteArray();
    int piece = 60_000;
    for (int at = 0; at < all.length; at += piece) {
      int end = Math.min(all.length, at + piece);
      int type = at == 0 ? RawClient.HEADERS : RawClient.CONTINUATION;
      int flags = end == all.length ? RawClient.END_HEADERS : 0;
      frame(out, type, flags, stream, Arrays.copyOfRange(all, at, end));
    }
  }

  void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    out.write(frame.put((byte) type).put((byte) flags).putInt(stream).put(payload).array());
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
