package dev.nnet.compiler;

import java.nio.file.Path;

/**
 * Settings for those who look into the compiler or a program, from system properties:
 *
 * <pre>
 * -Dnnet.verify=true   check graph, kernels and memory plan after every pass
 * -Dnnet.dump=DIR      write every form as text: DIR/LeNet5.kernels.training.txt
 * -Dnnet.time=true     print what each form took, in milliseconds
 * -Dnnet.separate=true make every kernel a step of its own, so that each is an event of a recording
 * </pre>
 *
 * @param dump null for none
 */
public record CompilerOptions(boolean verify, Path dump, boolean time, boolean separate) {
  /** What a user gets. */
  public static final CompilerOptions NONE = new CompilerOptions(false, null, false, false);

  /** As the properties say. */
  public static CompilerOptions fromProperties() {
    String dump = System.getProperty("nnet.dump");
    return new CompilerOptions(
        Boolean.getBoolean("nnet.verify"),
        dump == null ? null : Path.of(dump),
        Boolean.getBoolean("nnet.time"),
        Boolean.getBoolean("nnet.separate"));
  }

  /** The listener, and beside it those that dump and time. */
  StageListener listeners(StageListener listener) {
    StageListener all = listener;
    if (dump != null) {
      all = all.and(new DumpListener(dump));
    }
    return time ? all.and(new TimeListener(System.err)) : all;
  }
}
