package dev.nnet.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime through its Java package: inputs and outputs bound once to direct buffers. */
final class OnnxRuntime implements Contender {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private OrtSession session;
  private int boundBatch;
  private Subject subject;
  private FloatBuffer input;
  private FloatBuffer output;
  private OnnxTensor image;
  private OnnxTensor logits;

  @Override
  public void prepare(Workbench files, int threads) throws OrtException {
    subject = files.subject();
    environment.setTelemetry(false);
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    session = environment.createSession(files.onnx().toString(), options);
  }

  @Override
  public void predict(float[] images, int batch, float[] scores) throws OrtException {
    if (batch != boundBatch) {
      bind(batch);
    }
    input.put(0, images, 0, batch * subject.pixels());
    session.run(Map.of("image", image), Map.of("logits", logits)).close();
    output.get(0, scores, 0, batch * subject.classes());
  }

  private void bind(int batch) throws OrtException {
    long[] shape = {batch, subject.channels(), subject.size(), subject.size()};
    input = direct(batch * subject.pixels());
    output = direct(batch * subject.classes());
    image = OnnxTensor.createTensor(environment, input, shape);
    logits = OnnxTensor.createTensor(environment, output, new long[] {batch, subject.classes()});
    boundBatch = batch;
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
