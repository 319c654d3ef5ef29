package io.switchyard.domain.placement;

/** What ranking rules say to people. */
final class PlacementWords {

  private PlacementWords() {}

  static String chosen(PlacementRule rule) {
    return switch (rule) {
      case PREFERENCE -> "it is what the request names";
      case ORDER -> "it comes first in the configured order";
      case LOCALITY -> "it is in the team's home region";
      case SHARE -> "it was drawn by weight, room and cost";
      default -> "no other can take it";
    };
  }

  static String passedOver(PlacementRule rule, BackendId chosen) {
    return switch (rule) {
      case PREFERENCE -> chosen + " is what the request names";
      case ORDER -> chosen + " comes first in the configured order";
      case LOCALITY -> chosen + " is in the team's home region";
      default -> chosen + " was drawn by weight, room and cost";
    };
  }
}
