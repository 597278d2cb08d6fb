package dev.nnet.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * What one worker did of one step: the fused kernels of some layers.
 *
 * <pre>
 * java -XX:StartFlightRecording:filename=run.jfr ..
 * jfr summary run.jfr
 * jfr print --events dev.nnet.Step run.jfr
 *   dev.nnet.Step { duration = 21.5 us  step = "conv2d_1_tanh_1 (lenet5.nnet:12)"  batch = 64 .. }
 * </pre>
 *
 * A network that was compiled with {@code -Dnnet.separate=true} is not fused into steps: there each
 * event is a single kernel.
 */
@Name("dev.nnet.Step")
@Label("Network step")
@Category("nnet")
@Description("Fused kernels of a network, run by one worker")
@StackTrace(false)
final class StepEvent extends Event {
  @Label("Program")
  String program;

  @Label("Step")
  @Description("Layers, and the line of the first in the text")
  String step;

  @Label("Examples")
  @Description("Of the whole run, not of this worker alone")
  int batch;

  @Label("Worker")
  int worker;
}
