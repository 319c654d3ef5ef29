package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An answer of one small message that is read, and maybe changed, before it is passed on. */
final class WholeAnswer {

  private static final int USUAL = 256;

  private final AnswerSide answer;
  private final int most;
  private final ByteBuf bytes = Unpooled.buffer(USUAL);
  private boolean taken;
  private boolean passedOn;
  private @Nullable Http2Headers trailers;

  WholeAnswer(AnswerSide answer, int most) {
    this.answer = answer;
    this.most = most;
  }

  /** Whether a message is there to its end; more than one is refused. */
  static boolean isWhole(ByteBuf message) throws BadRequest {
    long there = message.readableBytes() - FirstFields.PREFIX;
    long length = there < 0 ? 0 : message.getUnsignedInt(message.readerIndex() + 1);
    if (there > length) {
      throw BadRequest.invalid("the call has more than one message");
    }
    return there == length;
  }

  static byte[] message(ByteBuf whole) {
    byte[] message = new byte[whole.readableBytes() - FirstFields.PREFIX];
    whole.getBytes(whole.readerIndex() + FirstFields.PREFIX, message);
    return message;
  }

  /** Some of the answer. */
  void add(ByteBuf data) {
    bytes.writeBytes(data);
    try {
      if (bytes.readableBytes() >= FirstFields.PREFIX) {
        FirstFields.messageLength(bytes.getByte(0), bytes.getUnsignedInt(1), most);
      }
      if (isWhole(bytes) && !taken) {
        taken = true;
        pass(answer.call().shown(message(bytes)));
      }
    } catch (BadRequest | RuntimeException unreadable) {
      answer
          .call()
          .end(
              Status.of(
                  Status.INTERNAL,
                  "the server's answer is unreadable: " + unreadable.getMessage()));
    }
  }

  private void pass(CompletionStage<byte[]> shown) {
    RelayLoop loop = answer.call().loop();
    var unused = shown.whenComplete((message, failure) -> loop.run(() -> passOn(message, failure)));
  }

  private void passOn(byte @Nullable [] message, @Nullable Throwable failure) {
    passedOn = true;
    if (message == null || failure != null) {
      answer.call().end(Status.unavailable("the new session could not be noted; try again"));
      return;
    }
    answer.message(message);
    if (trailers != null) {
      answer.ends(trailers);
    }
  }

  /** Whether the answer may end now; else it is ended here, later. */
  boolean endsWith(Http2Headers end) {
    if (passedOn || !taken) {
      return true;
    }
    trailers = end;
    return false;
  }
}
