package dev.nnet.cli.search;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.runtime.data.Dataset;
import java.io.IOException;

/** What a network learns from; its inputs and targets may depend on the settings of a trial. */
public interface Examples {
  Dataset of(CompiledNetwork network) throws IOException;
}
