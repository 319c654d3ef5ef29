package io.switchyard.benchmarks.gateway;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Messages as bytes; of answers only their length, so that the client costs little. */
final class Raw {

  static final MethodDescriptor<byte[], Integer> UNARY =
      method(MethodType.UNARY, "ReleaseExecute", new Length());
  static final MethodDescriptor<byte[], Integer> BULK =
      method(MethodType.SERVER_STREAMING, "ExecutePlan", new Length());
  static final MethodDescriptor<byte[], byte[]> UNARY_SERVED =
      method(MethodType.UNARY, "ReleaseExecute", new Content());
  static final MethodDescriptor<byte[], byte[]> BULK_SERVED =
      method(MethodType.SERVER_STREAMING, "ExecutePlan", new Content());

  private static final int LENGTH_DELIMITED = 2;

  private Raw() {}

  private static <T> MethodDescriptor<byte[], T> method(
      MethodType type, String name, Marshaller<T> answers) {
    return MethodDescriptor.<byte[], T>newBuilder()
        .setType(type)
        .setFullMethodName("spark.connect.SparkConnectService/" + name)
        .setRequestMarshaller(new Content())
        .setResponseMarshaller(answers)
        .build();
  }

  /** ExecutePlan of a statement: {@code plan { root { sql { query }}}}. */
  static byte[] query(String sql) {
    byte[] query = field(1, sql.getBytes(StandardCharsets.US_ASCII));
    return request(3, field(1, field(10, query)));
  }

  private static byte[] field(int number, byte[] value) {
    byte[] field = new byte[2 + value.length];
    field(field, 0, number, value);
    return field;
  }

  /** A request as a client of Spark writes it: session, user, one more field. */
  static byte[] request(int number, byte[] other) {
    byte[] session = "00000000-0000-4000-8000-000000000001".getBytes(StandardCharsets.US_ASCII);
    byte[] user = "\n\tsomebody1\u0012\tsomebody1".getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[6 + session.length + user.length + other.length];
    int at = field(request, 0, 1, session);
    at = field(request, at, 2, user);
    field(request, at, number, other);
    return request;
  }

  private static int field(byte[] to, int at, int number, byte[] value) {
    if (value.length > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("a field of " + value.length + " bytes");
    }
    to[at] = (byte) (number << 3 | LENGTH_DELIMITED);
    to[at + 1] = (byte) value.length;
    System.arraycopy(value, 0, to, at + 2, value.length);
    return at + 2 + value.length;
  }

  private static final class Content implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new Known(message);
    }

    @Override
    public byte[] parse(InputStream in) {
      try {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Known extends ByteArrayInputStream implements KnownLength {
    Known(byte[] bytes) {
      super(bytes);
    }
  }

  private static final class Length implements Marshaller<Integer> {
    @Override
    public InputStream stream(Integer message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Integer parse(InputStream in) {
      try {
        return in.available();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
