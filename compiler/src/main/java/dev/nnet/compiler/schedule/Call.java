package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Kernel;
import java.util.List;

/**
 * A kernel with its arguments, in the order of the kernel's buffers.
 *
 * @param loop whose every step makes the call, after the calls before it with the same loop; null
 *     if it is made once
 */
public record Call(Kernel kernel, List<Place> places, TimeLoop loop) {
  public Call {
    places = List.copyOf(places);
  }
}
