package io.switchyard.architecture.planted.adapters.one.inside;

/** The adapter's own business. */
public final class Hidden {}
