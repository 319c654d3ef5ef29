/**
 * The log store as a folder of compressed pieces. {@link
 * io.switchyard.adapters.logs.LogFolderStore} is the way in.
 */
@NullMarked
package io.switchyard.adapters.logs;

import org.jspecify.annotations.NullMarked;
