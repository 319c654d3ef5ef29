package io.switchyard.app.grpc;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a {@link Struct} into the tree that its JSON would give. */
final class Structs {

  /** Beyond it, not every whole number is a double. */
  private static final double WHOLE = 1L << 53;

  private Structs() {}

  static Map<String, @Nullable Object> tree(Struct struct) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    struct.getFieldsMap().forEach((key, value) -> tree.put(key, raw(value)));
    return tree;
  }

  private static List<@Nullable Object> items(ListValue list) {
    List<@Nullable Object> items = new ArrayList<>();
    list.getValuesList().forEach(value -> items.add(raw(value)));
    return items;
  }

  private static @Nullable Object raw(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case NUMBER_VALUE -> number(value.getNumberValue());
      case STRUCT_VALUE -> tree(value.getStructValue());
      case LIST_VALUE -> items(value.getListValue());
      case NULL_VALUE, KIND_NOT_SET -> null;
    };
  }

  /** 10 is 10 and not 10.0, which matters where numbers are taken as text. */
  private static Number number(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= WHOLE) {
      return (long) value;
    }
    return Double.isFinite(value) ? BigDecimal.valueOf(value) : value;
  }
}
