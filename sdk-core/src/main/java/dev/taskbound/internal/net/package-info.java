/** What talks over the network share: addresses on this machine, clients that follow nothing, ids seen before. */
@NullMarked
package dev.taskbound.internal.net;

import org.jspecify.annotations.NullMarked;
