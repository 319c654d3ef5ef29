package io.switchyard.app.cluster;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.switchyard.app.http.ClusterActions;
import io.switchyard.app.http.Meters;
import io.switchyard.ports.cluster.AdvanceClusters;
import io.switchyard.ports.cluster.Catalogs;
import io.switchyard.ports.cluster.ClusterCadence;
import io.switchyard.ports.cluster.ClusterEventLog;
import io.switchyard.ports.cluster.ClusterIds;
import io.switchyard.ports.cluster.ClusterPlaces;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.ConnectProbe;
import io.switchyard.ports.cluster.DeleteCluster;
import io.switchyard.ports.cluster.EndedServers;
import io.switchyard.ports.cluster.EstimateReady;
import io.switchyard.ports.cluster.ExplainCluster;
import io.switchyard.ports.cluster.ExtendCluster;
import io.switchyard.ports.cluster.ForgetClusters;
import io.switchyard.ports.cluster.GetCluster;
import io.switchyard.ports.cluster.ListClusterEvents;
import io.switchyard.ports.cluster.ListClusters;
import io.switchyard.ports.cluster.ListServers;
import io.switchyard.ports.cluster.OpenSessions;
import io.switchyard.ports.cluster.ReadServerLogs;
import io.switchyard.ports.cluster.ReadyEstimate;
import io.switchyard.ports.cluster.RequestCluster;
import io.switchyard.ports.cluster.ScaleCluster;
import io.switchyard.ports.job.DriverLogs;
import io.switchyard.ports.job.LogStore;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.placement.Placer;
import java.time.InstantSource;

/** Binds the use cases of clusters to the adapters. */
public final class ClusterModule extends AbstractModule {

  private final ClustersConfig config;
  private final Clusters store;
  private final ClusterEventLog events;
  private final EndedServers ended;
  private final ConnectProbe probe;
  private final Catalogs catalogs;

  public ClusterModule(
      ClustersConfig config,
      Clusters store,
      ClusterEventLog events,
      EndedServers ended,
      ConnectProbe probe,
      Catalogs catalogs) {
    this.config = config;
    this.store = store;
    this.events = events;
    this.ended = ended;
    this.probe = probe;
    this.catalogs = catalogs;
  }

  @Provides
  @Singleton
  ClusterIds ids() {
    return new RandomClusterIds();
  }

  @Provides
  @Singleton
  Clusters clusters(Meters meters) {
    meters.clusters().count(store::tally);
    return new MeteredClusters(store, meters.clusters(), config);
  }

  @Provides
  @Singleton
  ReadyEstimate estimate(Clusters clusters) {
    return new ReadyEstimate(clusters, config.firstReady());
  }

  @Provides
  @Singleton
  EstimateReady estimateReady(ReadyEstimate estimate) {
    return new EstimateReady(estimate);
  }

  @Provides
  @Singleton
  RequestCluster requestCluster(
      Clusters clusters,
      Backends backends,
      Placer placer,
      ReadyEstimate estimate,
      ClusterIds ids,
      InstantSource clock) {
    return new RequestCluster(
        clusters,
        new ClusterPlaces(backends, config.regions(), catalogs),
        placer,
        config,
        config.names(),
        estimate,
        ids,
        clock);
  }

  @Provides
  @Singleton
  ExplainCluster explainCluster(Backends backends, Placer placer, ClusterIds ids) {
    return new ExplainCluster(
        new ClusterPlaces(backends, config.regions(), catalogs), placer, config, ids);
  }

  @Provides
  @Singleton
  ClusterActions actions(
      RequestCluster request,
      ExplainCluster explain,
      Clusters clusters,
      Backends backends,
      OpenSessions sessions,
      InstantSource clock,
      Meters meters) {
    return new ClusterActions(
        request,
        explain,
        new DeleteCluster(clusters, sessions, clock),
        new ScaleCluster(clusters, backends, config, sessions, clock),
        new ExtendCluster(clusters, config, clock),
        meters.clusters());
  }

  @Provides
  @Singleton
  GetCluster getCluster(Clusters clusters) {
    return new GetCluster(clusters);
  }

  @Provides
  @Singleton
  ListClusters listClusters(Clusters clusters) {
    return new ListClusters(clusters);
  }

  @Provides
  @Singleton
  ListClusterEvents listEvents(Clusters clusters) {
    return new ListClusterEvents(clusters, events);
  }

  @Provides
  @Singleton
  ListServers listServers(Clusters clusters) {
    return new ListServers(clusters, ended);
  }

  @Provides
  @Singleton
  ReadServerLogs readLogs(ListServers servers, Backends backends, LogStore store) {
    return new ReadServerLogs(servers, new DriverLogs(backends, store));
  }

  @Provides
  @Singleton
  ForgetClusters forget(Clusters clusters, LogStore logs, InstantSource clock) {
    return new ForgetClusters(clusters, logs, clock, config.keepEnded());
  }

  @Provides
  @Singleton
  AdvanceClusters advance(
      Clusters clusters, Backends backends, ClusterIds ids, InstantSource clock) {
    return new AdvanceClusters(
        clusters, backends, catalogs, config, probe, ids, clock, ClusterCadence.DEFAULT);
  }
}
