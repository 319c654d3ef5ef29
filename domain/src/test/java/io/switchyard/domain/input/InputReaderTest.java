package io.switchyard.domain.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InputReaderTest {

  private enum Colour {
    RED,
    BLUE,
    DARK_GREEN
  }

  private static void refused(InputReader<?> reader, @Nullable Object raw, String sentence) {
    assertThatThrownBy(() -> reader.read(raw))
        .isInstanceOf(InvalidValue.class)
        .hasMessage(sentence);
  }

  @Test
  void text_takes_strings_only() {
    assertThat(InputReader.text().read("")).isEmpty();
    refused(InputReader.text(), 7, "\"7\" is a number, not a string; put it in quotes");
    refused(InputReader.text(), List.of(), "is a list, not a string; put it in quotes");
    refused(InputReader.text(), null, "is null, not a string; put it in quotes");
  }

  @Test
  void whole_numbers_are_exact_whatever_type_the_parser_chose() {
    InputReader<Long> reader = InputReader.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE);
    for (Number n : List.of(5, 5L, 5.0, new BigDecimal("5.00"), BigInteger.valueOf(5))) {
      assertThat(reader.read(n)).isEqualTo(5L);
    }
    refused(reader, Double.NaN, "\"NaN\" is not a whole number");
    refused(reader, 5.5, "\"5.5\" is not a whole number");
    refused(reader, "5", "\"5\" is a string, not a whole number; write it without quotes");
    refused(reader, true, "\"true\" is a boolean, not a whole number");
    assertThatThrownBy(() -> reader.read(BigInteger.TWO.pow(63))).isInstanceOf(InvalidValue.class);
  }

  @Property
  void integers_are_read_exactly_when_in_range(
      @ForAll int n,
      @ForAll @IntRange(min = -50, max = 0) int min,
      @ForAll @IntRange(max = 50) int max) {
    InputReader<Integer> reader = InputReader.integer(min, max);
    if (n >= min && n <= max) {
      assertThat(reader.read(n)).isEqualTo(n);
    } else {
      refused(reader, n, "\"" + n + "\" is outside " + min + " to " + max);
    }
  }

  @Test
  void booleans_are_not_guessed_from_text() {
    assertThat(InputReader.bool().read(true)).isTrue();
    refused(InputReader.bool(), "true", "\"true\" is a string, not true or false");
  }

  @Test
  void words_are_listed_in_the_order_they_were_declared_in() {
    refused(
        InputReader.lowerCaseEnum(Colour.class),
        "mauve",
        "\"mauve\" is not one of red, blue, dark_green");
    Map<String, Integer> words = new LinkedHashMap<>();
    words.put("two", 2);
    words.put("one", 1);
    refused(InputReader.oneOf(words), "zzzz", "\"zzzz\" is not one of two, one");
  }

  @Test
  void a_near_word_is_offered_and_case_counts() {
    InputReader<Colour> reader = InputReader.lowerCaseEnum(Colour.class);
    assertThat(reader.read("dark_green")).isEqualTo(Colour.DARK_GREEN);
    assertThatThrownBy(() -> reader.read("Blue")).hasMessageEndingWith("; did you mean blue?");
    assertThatThrownBy(() -> reader.read("dark-gren"))
        .hasMessageEndingWith("; did you mean dark_green?");
  }

  @Test
  void a_list_reports_every_bad_item_by_its_index() {
    InputReader<List<String>> reader = InputReader.listOf(InputReader.text());
    assertThat(reader.read(List.of("a", "b"))).containsExactly("a", "b");
    refused(reader, "a", "\"a\" is a string, not a list; use [ … ]");
    InvalidInput e =
        catchThrowableOfType(InvalidInput.class, () -> reader.read(Arrays.asList(1, "b", null)));
    assertThat(e.violations()).extracting(Violation::field).containsExactly("[0]", "[2]");
  }

  @Test
  void a_text_map_takes_scalars_as_text_and_refuses_the_rest() {
    assertThat(InputReader.textMap().read(Map.of("a", 1, "b", true, "c", "x")))
        .isEqualTo(Map.of("a", "1", "b", "true", "c", "x"));
    assertThatThrownBy(() -> InputReader.textMap().read(Map.of("a", List.of())))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("a: is a list, not a string");
  }

  @Test
  void a_reader_may_be_followed_by_a_rule() {
    InputReader<Integer> length = InputReader.text().then(String::length);
    assertThat(length.read("four")).isEqualTo(4);
  }
}
