package io.switchyard.ports.session;

/** A process of a {@link SessionStory} that passes calls on. */
record StoryProcess(TroubledStore store, SessionDoor door) {}
