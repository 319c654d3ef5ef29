package io.switchyard.app.grpc;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.grpc.v1.BackendKind;
import io.switchyard.grpc.v1.ClusterSize;
import io.switchyard.grpc.v1.ClusterStatus;
import io.switchyard.grpc.v1.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into the trees that the API reads, and the trees that it writes into messages.
 * Fields have the same names in both; the words of an enum lose or gain its prefix. What a message
 * does not set is absent.
 */
final class Messages {

  /** The enums whose words the API has in lower case. */
  private static final Set<EnumDescriptor> LOWER_CASE =
      Set.of(
          Environment.getDescriptor(),
          ClusterSize.getDescriptor(),
          ClusterStatus.getDescriptor(),
          BackendKind.getDescriptor());

  private Messages() {}

  /**
   * The tree of a message.
   *
   * @throws InvalidInput if it has a field that this release does not know: nothing that is asked
   *     for is dropped in silence
   */
  static Map<String, Object> tree(Message message) {
    for (Integer number : message.getUnknownFields().asMap().keySet()) {
      var unknown =
          InvalidValue.at(
              "field number " + number,
              "",
              "of " + message.getDescriptorForType().getName() + " is not known to this release",
              "leave it out");
      throw new InvalidInput(List.of(unknown.violation()));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    message.getAllFields().forEach((field, value) -> tree.put(field.getName(), raw(field, value)));
    return tree;
  }

  private static Object raw(FieldDescriptor field, Object value) {
    if (field.isMapField()) {
      return entries((List<?>) value);
    } else if (field.isRepeated()) {
      List<Object> items = new ArrayList<>();
      for (Object item : (List<?>) value) {
        items.add(at(field.getName() + "[" + items.size() + "]", field, item));
      }
      return items;
    }
    return at(field.getName(), field, value);
  }

  private static Map<String, Object> entries(List<?> messages) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Object item : messages) {
      Message entry = (Message) item;
      List<FieldDescriptor> pair = entry.getDescriptorForType().getFields();
      map.put(String.valueOf(entry.getField(pair.get(0))), entry.getField(pair.get(1)));
    }
    return map;
  }

  private static Object at(String path, FieldDescriptor field, Object value) {
    try {
      return single(field, value);
    } catch (InvalidInput e) {
      throw e.under(path);
    }
  }

  private static Object single(FieldDescriptor field, Object value) {
    if (value instanceof Struct struct) {
      return Structs.tree(struct);
    } else if (value instanceof Message message) {
      return tree(message);
    } else if (value instanceof EnumValueDescriptor word) {
      return word(field.getEnumType(), word);
    }
    return value;
  }

  private static String word(EnumDescriptor type, EnumValueDescriptor value) {
    if (type.findValueByNumber(value.getNumber()) == null) {
      return Integer.toString(value.getNumber());
    }
    String word = value.getName().substring(prefix(type).length());
    return LOWER_CASE.contains(type) ? word.toLowerCase(Locale.ROOT) : word;
  }

  /** What the words of an enum begin with, as its zero, {@code …_UNSPECIFIED}, shows. */
  private static String prefix(EnumDescriptor type) {
    return type.findValueByNumber(0).getName().replaceFirst("UNSPECIFIED$", "");
  }

  /** Sets what {@code tree} has of the message's fields, and gives {@code message} back. */
  static <B extends Message.Builder> B fill(B message, Map<String, ?> tree) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      Object raw = tree.get(field.getName());
      if (field.isMapField() && raw instanceof Map<?, ?> entries) {
        entries.forEach(
            (key, value) -> message.addRepeatedField(field, entry(message, field, key, value)));
      } else if (raw instanceof List<?> items) {
        items.forEach(item -> message.addRepeatedField(field, value(message, field, item)));
      } else if (raw != null && !raw.equals("")) {
        message.setField(field, value(message, field, raw));
      }
    }
    return message;
  }

  /** Maps of texts only. */
  private static Message entry(
      Message.Builder parent, FieldDescriptor field, Object key, @Nullable Object value) {
    Message.Builder entry = parent.newBuilderForField(field);
    List<FieldDescriptor> pair = entry.getDescriptorForType().getFields();
    return entry
        .setField(pair.get(0), String.valueOf(key))
        .setField(pair.get(1), String.valueOf(value))
        .build();
  }

  private static Object value(Message.Builder parent, FieldDescriptor field, @Nullable Object raw) {
    if (raw instanceof Map<?, ?> map) {
      Map<String, Object> tree = new LinkedHashMap<>();
      map.forEach((key, value) -> tree.put(String.valueOf(key), value));
      return fill(parent.newBuilderForField(field), tree).build();
    } else if (raw instanceof Number number) {
      // Not one conditional expression: that would make every number a long.
      if (field.getJavaType() == JavaType.LONG) {
        return number.longValue();
      }
      if (field.getJavaType() == JavaType.DOUBLE) {
        return number.doubleValue();
      }
      return number.intValue();
    }
    String text = String.valueOf(raw);
    return switch (field.getJavaType()) {
      case ENUM -> value(field.getEnumType(), text);
      case MESSAGE -> timestamp(Instant.parse(text));
      case BOOLEAN -> Boolean.valueOf(text);
      default -> text;
    };
  }

  private static EnumValueDescriptor value(EnumDescriptor type, String word) {
    String name = LOWER_CASE.contains(type) ? word.toUpperCase(Locale.ROOT) : word;
    return type.findValueByName(prefix(type) + name);
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
