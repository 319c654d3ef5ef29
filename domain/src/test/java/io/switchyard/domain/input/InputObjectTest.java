package io.switchyard.domain.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class InputObjectTest {

  private record Address(String street) {
    Address {
      if (street.equals("nowhere")) {
        throw InvalidValue.at("street", street, "is no street", "name one");
      }
    }
  }

  private record Person(String name, int age, Optional<Address> address) {}

  private static final InputReader<Address> ADDRESS =
      InputReader.object(
          in -> {
            Supplier<String> street = in.required("street", InputReader.text());
            return in.build(() -> new Address(street.get()));
          });

  private static Person person(Object raw) {
    return InputObject.readRoot(
        raw,
        in -> {
          Supplier<String> name = in.required("name", InputReader.nonBlankText());
          Supplier<Integer> age = in.optional("age", InputReader.integer(0, 150), 30);
          Supplier<Optional<Address>> address = in.optional("address", ADDRESS);
          if (in.has("age") && "root".equals(in.raw("name"))) {
            in.refuse("age", "", "is not for root", "");
          }
          return in.build(() -> new Person(name.get(), age.get(), address.get()));
        });
  }

  private static List<String> mistakes(Object raw) {
    InvalidInput e = catchThrowableOfType(InvalidInput.class, () -> person(raw));
    assertThat(e).isNotNull();
    return e.violations().stream().map(Violation::sentence).toList();
  }

  @Test
  void reads_what_is_given_and_fills_in_what_is_not() {
    assertThat(person(Map.of("name", "ann"))).isEqualTo(new Person("ann", 30, Optional.empty()));
    assertThat(person(Map.of("name", "ann", "age", 7, "address", Map.of("street", "high"))))
        .isEqualTo(new Person("ann", 7, Optional.of(new Address("high"))));
  }

  @Test
  void null_counts_as_absent() {
    Map<String, Object> raw = new HashMap<>(Map.of("name", "ann"));
    raw.put("age", null);
    assertThat(person(raw).age()).isEqualTo(30);
    raw.put("name", null);
    assertThat(mistakes(raw)).containsExactly("name: is required; add it");
  }

  @Test
  void all_mistakes_come_at_once_each_with_its_path() {
    assertThat(mistakes(Map.of("name", " ", "age", 151, "address", Map.of("strt", "x"))))
        .containsExactly(
            "name: \" \" is blank; give it a value or leave the field out",
            "age: \"151\" is outside 0 to 150",
            "address.street: is required; add it",
            "address.strt: is not a known field; known here: street");
  }

  @Test
  void unknown_keys_are_refused_with_the_nearest_known_one() {
    assertThat(mistakes(Map.of("name", "ann", "adress", 1)))
        .containsExactly("adress: is not a known field; did you mean address?");
    assertThat(mistakes(Map.of("name", "ann", "zzzzzz", 1)))
        .containsExactly("zzzzzz: is not a known field; known here: address, age, name");
  }

  @Test
  void a_record_that_refuses_its_value_is_blamed_at_its_path() {
    assertThat(mistakes(Map.of("name", "ann", "address", Map.of("street", "nowhere"))))
        .containsExactly("address.street: \"nowhere\" is no street; name one");
  }

  @Test
  void a_rule_over_several_keys_is_noted_like_the_others() {
    assertThat(mistakes(Map.of("name", "root", "age", 3))).containsExactly("age: is not for root");
  }

  @Test
  void a_root_that_is_no_object_is_refused_as_invalid_input() {
    for (Object raw : Arrays.asList(List.of(), "text", 1, true, null)) {
      assertThatThrownBy(() -> person(raw))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("not an object");
    }
  }

  @Test
  void mistakes_move_below_the_parent_that_holds_them() {
    InvalidInput inner = catchThrowableOfType(InvalidInput.class, () -> person(Map.of()));
    assertThat(inner.under("people[2]")).hasMessage("people[2].name: is required; add it");
  }

  @Test
  void long_values_are_cut_in_messages() {
    Violation violation = new Violation("f", "x".repeat(500), "is long", "");
    assertThat(violation.sentence()).hasSizeLessThan(150).contains("…\"");
  }
}
