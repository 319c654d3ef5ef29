package io.switchyard.domain.job.admission;

/**
 * How one that waits stands, all seen at one moment.
 *
 * @param place in its line, 1 for the first
 * @param length of its line, with all that stand in it, and those that will from later on
 * @param oldest the one of its team, in whichever line, that has stood longest; itself if it has
 * @param usage what its team takes
 * @param launching how many in its lane were let through and are not on the backend yet
 */
public record Standing(
    Candidate candidate, int place, int length, Candidate oldest, Usage usage, int launching) {}
