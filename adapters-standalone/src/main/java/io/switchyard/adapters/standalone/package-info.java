/**
 * The backend Spark standalone: jobs go to the REST submission server of a master in cluster deploy
 * mode, and everything else is read over HTTP from masters and workers. See {@link
 * io.switchyard.adapters.standalone.StandaloneBackend}.
 */
@NullMarked
package io.switchyard.adapters.standalone;

import org.jspecify.annotations.NullMarked;
