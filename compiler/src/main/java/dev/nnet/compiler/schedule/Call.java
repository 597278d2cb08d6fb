package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Kernel;
import java.util.List;

/** A kernel with its arguments, in the order of the kernel's buffers. */
public record Call(Kernel kernel, List<Place> places) {
  public Call {
    places = List.copyOf(places);
  }
}
