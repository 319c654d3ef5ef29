package io.switchyard.domain.placement;

/**
 * Why one backend was not chosen.
 *
 * @param reason a sentence without a full stop, for people; what it is about is the backend
 */
public record Refusal(BackendId backend, PlacementRule rule, String reason) {}
