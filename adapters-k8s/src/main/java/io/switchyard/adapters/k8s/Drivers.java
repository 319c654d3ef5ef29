package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.placement.BackendId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of the drivers of a backend, and keeps the picture of them. */
final class Drivers implements Feed.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

  /** What people read of a driver that waits; an operator may add a stack trace. */
  private static final int LONGEST_DETAIL = 500;

  private final Way way;
  private final BackendId backend;
  private final Picture picture = new Picture();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> unknownWords = ConcurrentHashMap.newKeySet();

  Drivers(Way way, BackendId backend) {
    this.way = way;
    this.backend = backend;
  }

  void onChange(Runnable changed) {
    listeners.add(changed);
  }

  Picture picture() {
    return picture;
  }

  @Override
  public void all(Iterable<GenericKubernetesResource> objects) {
    Map<String, Observation> all = new HashMap<>();
    objects.forEach(object -> all.put(handle(object), observation(object)));
    if (picture.replace(all)) {
      tell();
    }
  }

  @Override
  public void there(GenericKubernetesResource object) {
    if (picture.put(handle(object), observation(object))) {
      tell();
    }
  }

  @Override
  public void gone(GenericKubernetesResource object) {
    picture.remove(handle(object), observation(object));
    tell();
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }

  static String handle(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    return meta.getNamespace() + "/" + meta.getName();
  }

  /** What an object says of its driver. Words that are not known here are logged once. */
  Observation observation(GenericKubernetesResource object) {
    Reading reading = way.read(object);
    Observation seen = reading.observation();
    if (seen.phase() == Phase.UNKNOWN && unknownWords.add(reading.word())) {
      LOG.atWarn()
          .addKeyValue("backend", backend)
          .addKeyValue("kind", way.kind().getPlural())
          .addKeyValue("driver_state", reading.word())
          .log("a driver state that is not known here");
    }
    boolean deleted = object.getMetadata().getDeletionTimestamp() != null;
    // One that is told to end often ends badly.
    Phase phase = deleted && seen.phase() == Phase.FAILED ? Phase.KILLED : seen.phase();
    String detail = seen.detail();
    return new Observation(phase, detail.substring(0, Math.min(LONGEST_DETAIL, detail.length())));
  }
}
