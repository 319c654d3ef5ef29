package io.switchyard.domain.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DidYouMeanTest {

  private static final List<String> WORDS = List.of("memory", "cores", "instances");

  @Test
  void finds_a_slip_of_the_finger() {
    assertThat(DidYouMean.among(WORDS, "memroy")).contains("memory");
    assertThat(DidYouMean.among(WORDS, "core")).contains("cores");
    assertThat(DidYouMean.among(WORDS, "INSTANCE")).contains("instances");
  }

  @Test
  void does_not_guess_at_other_words() {
    assertThat(DidYouMean.among(WORDS, "disk")).isEmpty();
    assertThat(DidYouMean.among(WORDS, "")).isEmpty();
    assertThat(DidYouMean.among(List.of(), "memory")).isEmpty();
  }

  @Test
  void ties_go_to_the_first_in_the_dictionary() {
    assertThat(DidYouMean.among(List.of("bat", "cat", "ant"), "at")).contains("ant");
  }

  @Test
  void a_word_that_is_spelt_out_or_cut_short_is_found() {
    List<String> words = List.of("dev", "staging", "ci", "prod");
    assertThat(DidYouMean.among(words, "production")).contains("prod");
    assertThat(DidYouMean.among(words, "Development")).contains("dev");
    assertThat(DidYouMean.among(words, "stag")).contains("staging");
    assertThat(DidYouMean.among(words, "circus")).isEmpty();
  }
}
