/**
 * Reads what people write (request bodies, configuration, ETL specs) out of plain trees of maps,
 * lists and scalars, and reports every mistake at once with its path, its value, the rule and the
 * fix.
 */
@NullMarked
package io.switchyard.domain.input;

import org.jspecify.annotations.NullMarked;
