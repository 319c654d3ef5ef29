package io.switchyard.architecture.planted.adapters.two;

/** Another adapter. */
public final class Stranger {}
