package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.ClusterProfile;
import io.switchyard.adapters.emr.EmrConfig.Fleet;
import io.switchyard.adapters.emr.EmrConfig.Group;
import io.switchyard.adapters.emr.EmrConfig.ManagedScaling;
import io.switchyard.adapters.emr.EmrConfig.Node;
import io.switchyard.adapters.emr.EmrConfig.PerTeam;
import io.switchyard.adapters.emr.EmrConfig.Release;
import io.switchyard.adapters.emr.EmrConfig.Security;
import io.switchyard.domain.job.SparkVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.emr.model.Application;
import software.amazon.awssdk.services.emr.model.InstanceFleetConfig;
import software.amazon.awssdk.services.emr.model.InstanceFleetType;
import software.amazon.awssdk.services.emr.model.InstanceGroupConfig;
import software.amazon.awssdk.services.emr.model.InstanceRoleType;
import software.amazon.awssdk.services.emr.model.InstanceTypeConfig;
import software.amazon.awssdk.services.emr.model.JobFlowInstancesConfig;
import software.amazon.awssdk.services.emr.model.MarketType;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emr.model.Tag;

/** Says a profile as a cluster to be made. Pure. */
final class ClusterRequests {

  private final EmrConfig config;

  ClusterRequests(EmrConfig config) {
    this.config = config;
  }

  /** A cluster that does one step and ends. */
  RunJobFlowRequest own(
      ClusterProfile profile,
      SparkVersion version,
      String name,
      StepConfig step,
      Map<String, String> tags) {
    return common(profile, version, name, tags, false).steps(step).build();
  }

  /** A cluster that waits for steps until it is idle for too long. */
  RunJobFlowRequest team(
      PerTeam team, SparkVersion version, String name, Map<String, String> tags) {
    return common(team.profile(), version, name, tags, true)
        .stepConcurrencyLevel(team.stepConcurrency())
        .autoTerminationPolicy(idle -> idle.idleTimeout(team.idleTimeout().toSeconds()))
        .build();
  }

  private RunJobFlowRequest.Builder common(
      ClusterProfile profile,
      SparkVersion version,
      String name,
      Map<String, String> tags,
      boolean stays) {
    Security security = profile.security();
    RunJobFlowRequest.Builder request =
        RunJobFlowRequest.builder()
            .name(StepRequests.name(name))
            .releaseLabel(label(profile, version))
            .applications(
                Application.builder().name("Hadoop").build(),
                Application.builder().name("Spark").build())
            .logUri(config.storage().logs() + "/")
            .serviceRole(security.serviceRole())
            .jobFlowRole(security.instanceProfile())
            .securityConfiguration(security.configuration())
            .visibleToAllUsers(true)
            .instances(instances(profile, stays))
            .tags(tags(profile, tags));
    ManagedScaling scaling = profile.scaling();
    if (scaling != null) {
      request.managedScalingPolicy(
          policy ->
              policy.computeLimits(
                  limits ->
                      limits
                          .unitType(scaling.unit())
                          .minimumCapacityUnits(scaling.least())
                          .maximumCapacityUnits(scaling.most())));
    }
    return request;
  }

  private static String label(ClusterProfile profile, SparkVersion version) {
    return profile.releases().stream()
        .filter(release -> release.sparkVersion().equals(version))
        .map(Release::label)
        .findFirst()
        .orElseThrow();
  }

  private List<Tag> tags(ClusterProfile profile, Map<String, String> more) {
    Map<String, String> tags = new TreeMap<>(profile.tags());
    tags.putAll(more);
    tags.put("switchyard:backend", config.id().value());
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static JobFlowInstancesConfig instances(ClusterProfile profile, boolean stays) {
    Security security = profile.security();
    JobFlowInstancesConfig.Builder instances =
        JobFlowInstancesConfig.builder()
            .keepJobFlowAliveWhenNoSteps(stays)
            .terminationProtected(false)
            .ec2KeyName(security.keyName())
            .emrManagedMasterSecurityGroup(security.primaryGroup())
            .emrManagedSlaveSecurityGroup(security.coreGroup())
            .serviceAccessSecurityGroup(security.serviceGroup());
    if (profile.hardware().groups().isEmpty()) {
      return instances
          .instanceFleets(profile.hardware().fleets().stream().map(ClusterRequests::fleet).toList())
          .ec2SubnetIds(profile.hardware().subnets())
          .build();
    }
    return instances
        .instanceGroups(profile.hardware().groups().stream().map(ClusterRequests::group).toList())
        .ec2SubnetId(profile.hardware().subnets().get(0))
        .build();
  }

  private static InstanceGroupConfig group(Group group) {
    return InstanceGroupConfig.builder()
        .name(group.node().name().toLowerCase(Locale.ROOT))
        .instanceRole(role(group.node()))
        .instanceType(group.instanceType())
        .instanceCount(group.count())
        .market(group.spot() ? MarketType.SPOT : MarketType.ON_DEMAND)
        .build();
  }

  private static InstanceRoleType role(Node node) {
    return switch (node) {
      case PRIMARY -> InstanceRoleType.MASTER;
      case CORE -> InstanceRoleType.CORE;
      case TASK -> InstanceRoleType.TASK;
    };
  }

  private static InstanceFleetConfig fleet(Fleet fleet) {
    return InstanceFleetConfig.builder()
        .name(fleet.node().name().toLowerCase(Locale.ROOT))
        .instanceFleetType(InstanceFleetType.fromValue(role(fleet.node()).toString()))
        .targetOnDemandCapacity(fleet.onDemand())
        .targetSpotCapacity(fleet.spot())
        .instanceTypeConfigs(
            fleet.instanceTypes().entrySet().stream().map(ClusterRequests::type).toList())
        .build();
  }

  private static InstanceTypeConfig type(Map.Entry<String, Integer> type) {
    return InstanceTypeConfig.builder()
        .instanceType(type.getKey())
        .weightedCapacity(type.getValue())
        .build();
  }
}
