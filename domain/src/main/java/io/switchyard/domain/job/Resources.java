package io.switchyard.domain.job;

/** What a job asks for, before a backend fits it to what it has. */
public record Resources(DriverResources driver, ExecutorResources executor) {

  public static final Resources DEFAULT =
      new Resources(DriverResources.DEFAULT, ExecutorResources.DEFAULT);
}
