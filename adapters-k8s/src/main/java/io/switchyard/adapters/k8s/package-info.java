/**
 * Spark on Kubernetes: jobs through the operators of Apache or Kubeflow, or as driver pods of our
 * own.
 */
@NullMarked
package io.switchyard.adapters.k8s;

import org.jspecify.annotations.NullMarked;
