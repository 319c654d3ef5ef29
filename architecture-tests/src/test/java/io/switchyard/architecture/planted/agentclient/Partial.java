package io.switchyard.architecture.planted.agentclient;

import io.switchyard.architecture.planted.adapters.one.Leaky;

/** Shared by adapters, and knows one of them. */
final class Partial {

  Leaky leaky;
}
