package io.switchyard.app;

import io.switchyard.ports.cluster.ClusterEventLog;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.ConnectProbe;
import io.switchyard.ports.cluster.EndedServers;
import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.CallbackSender;
import io.switchyard.ports.job.Callbacks;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.LogCaptures;
import io.switchyard.ports.job.LogStore;
import io.switchyard.ports.job.Watches;
import io.switchyard.ports.placement.BackendStates;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.session.SessionServer;
import io.switchyard.ports.session.SessionWork;
import io.switchyard.ports.session.Sessions;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What the use cases drive, opened and ready.
 *
 * @param storeAnswers whether the store can be used now
 */
record Adapters(
    Jobs jobs,
    Executions executions,
    Admissions admissions,
    Events events,
    History history,
    LogCaptures logCaptures,
    Watches watches,
    LogStore logStore,
    Callbacks callbacks,
    CallbackSender callbackSender,
    Clusters clusters,
    ClusterEventLog clusterEvents,
    EndedServers endedServers,
    ConnectProbe connectProbe,
    Sessions sessions,
    SessionWork sessionWork,
    SessionServer sessionServer,
    BooleanSupplier storeAnswers,
    Backends backends,
    BackendStates backendStates,
    InstantSource clock) {}
