package io.switchyard.agentclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.agent.ClusterPlugin;
import io.switchyard.ports.cluster.ConnectProbe;
import org.junit.jupiter.api.Test;

final class AgentApiTest {

  /** Else what a probe does would count as use, and an idle cluster would live on. */
  @Test
  void the_agent_knows_the_platform_by_the_name_that_probes_have() {
    assertThat(ClusterPlugin.PLATFORM_USER).isEqualTo(ConnectProbe.USER);
  }
}
