package io.switchyard.adapters.logs;

import java.nio.file.Path;

/**
 * Where logs are kept.
 *
 * @param folder made if it is not there; several processes may share it, on a file system that
 *     renames atomically
 */
public record LogFolderConfig(Path folder) {}
