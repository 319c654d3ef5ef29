package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.JobExamples;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the roles that the documentation names all works, and with less of them it does not. */
@EnabledIfEnvironmentVariable(named = RealSite.KUBECONFIG, matches = ".+")
final class LeastPrivilegeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path FILE = Path.of("rbac", "switchyard.yaml");

  /** One verb on one resource. */
  record Right(String role, String group, String resource, String verb) {

    /** As failures name it; rights to give rights are missed when a role is made. */
    String named() {
      String what = resource + (group.isEmpty() ? "" : "." + group);
      return verb.equals("escalate") || verb.equals("bind")
          ? "may not " + verb + " " + what
          : "may not " + verb + " " + what + " in ";
    }

    Mode mode() {
      return switch (group) {
        case "spark.apache.org" -> Mode.APACHE_OPERATOR;
        case "sparkoperator.k8s.io" -> Mode.KUBEFLOW_OPERATOR;
        default -> Mode.DRIVER_POD;
      };
    }
  }

  private final String account = "account-" + FreshIds.IDS.nextJob().value().substring(4);
  private final KubernetesClient admin = connect("");
  private final List<HasMetadata> made = new ArrayList<>();
  private final Set<String> teams = new HashSet<>();

  private static KubernetesClient connect(String user) {
    Config config = Config.fromKubeconfig(new File(System.getenv(RealSite.KUBECONFIG)));
    if (!user.isEmpty()) {
      config.setImpersonateUsername(user);
    }
    return new KubernetesClientBuilder().withConfig(KubeClients.patient(config)).build();
  }

  @AfterEach
  void close() {
    made.forEach(object -> admin.resource(object).delete());
    teams.forEach(team -> admin.namespaces().withName("sjns-" + team + "-dev").delete());
    admin.close();
  }

  private static List<ClusterRole> roles() {
    try (InputStream in = Files.newInputStream(FILE);
        KubernetesClient client = connect("")) {
      return client.load(in).items().stream()
          .filter(ClusterRole.class::isInstance)
          .map(ClusterRole.class::cast)
          // Jobs need none of it.
          .filter(role -> !role.getMetadata().getName().equals("switchyard-clusters"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Right> rights() {
    return roles().stream()
        .flatMap(role -> role.getRules().stream().flatMap(rule -> rights(role, rule)));
  }

  private static Stream<Right> rights(ClusterRole role, PolicyRule rule) {
    return rule.getResources().stream()
        .flatMap(
            resource ->
                rule.getVerbs().stream()
                    .map(
                        verb ->
                            new Right(
                                role.getMetadata().getName(),
                                rule.getApiGroups().get(0),
                                resource,
                                verb)));
  }

  /** Gives our account the roles of the file, but for one right. */
  private void allowAllBut(Right missing) {
    for (ClusterRole role : roles()) {
      String name = account + "-" + role.getMetadata().getName();
      List<PolicyRule> rules = new ArrayList<>();
      for (PolicyRule rule : role.getRules()) {
        for (String resource : rule.getResources()) {
          List<String> verbs = new ArrayList<>(rule.getVerbs());
          if (missing != null
              && missing.group().equals(rule.getApiGroups().get(0))
              && missing.resource().equals(resource)) {
            verbs.remove(missing.verb());
          }
          if (!verbs.isEmpty()) {
            rules.add(new PolicyRuleBuilder(rule).withResources(resource).withVerbs(verbs).build());
          }
        }
      }
      make(
          new ClusterRoleBuilder()
              .withNewMetadata()
              .withName(name)
              .endMetadata()
              .withRules(rules)
              .build());
      make(
          new ClusterRoleBindingBuilder()
              .withNewMetadata()
              .withName(name)
              .endMetadata()
              .addNewSubject()
              .withKind("User")
              .withApiGroup("rbac.authorization.k8s.io")
              .withName(account)
              .endSubject()
              .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
              .build());
    }
  }

  private void make(HasMetadata object) {
    made.add(object);
    admin.resource(object).create();
  }

  /** What our account was refused in all that is done for jobs. */
  private Set<String> refusals(Mode mode, boolean heard) {
    String team = "t" + Long.toString(FreshIds.IDS.nextJob().hashCode() & 0xffffffffL, 36);
    teams.add(team);
    JobRequest request = Examples.ofTeam(team);
    Execution one = JobExamples.job(request, FreshIds.IDS, Instant.now()).current();
    Execution two = JobExamples.job(request, FreshIds.IDS, Instant.now()).current();
    try (Life life = new Life(mode, connect(account), admin)) {
      return life.refusals(request, one, two, heard);
    }
  }

  @Test
  void with_these_roles_everything_works() {
    allowAllBut(null);
    for (Mode mode : Mode.values()) {
      Eventually.get(PATIENCE, () -> List.of(refusals(mode, true)), Set::isEmpty);
    }
  }

  @ParameterizedTest
  @MethodSource("rights")
  void without_one_of_them_something_fails_and_names_it(Right right) {
    allowAllBut(right);
    Set<String> last =
        Eventually.get(
            PATIENCE,
            () -> List.of(refusals(right.mode(), right.verb().equals("watch"))),
            refused ->
                !refused.isEmpty() && refused.stream().allMatch(r -> r.contains(right.named())));
    assertThat(last).isNotEmpty();
  }
}
