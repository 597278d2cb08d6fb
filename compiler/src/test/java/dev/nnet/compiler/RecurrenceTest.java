package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.Execution;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.parallel.Workers;
import dev.nnet.runtime.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans: the interpreter and both emissions agree to the bit, forwards and back through time. */
class RecurrenceTest {
  private static final String HEAD =
      """
      cell simple_gru(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          z = concat(x, h)     -> dense(units) -> sigmoid
          r = concat(x, h)     -> dense(units) -> sigmoid
          n = concat(x, r * h) -> dense(units) -> tanh
          next h = (1 - z) * n + z * h
      }
      cell packed_gru(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          param W:  f32[D, 2 * units]     = glorot_uniform
          param U:  f32[units, 2 * units] = orthogonal
          param b:  f32[2 * units]        = zeros
          param Wn: f32[D, units]         = glorot_uniform
          param Un: f32[units, units]     = orthogonal
          param bn: f32[units]            = zeros
          z, r = sigmoid(x @ W + h @ U + b) -> split(2)
          n    = tanh(x @ Wn + (r * h) @ Un + bn)
          next h = (1 - z) * n + z * h
      }
      cell started(units) {
          input x: f32[B, D]
          param begin: f32[units] = normal(std=0.5)
          state h: f32[B, units] = begin
          next h = concat(x, h) -> dense(units) -> layer_norm -> tanh
      }
      cell normed(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          next h = concat(x, h) -> dense(units) -> layer_norm -> tanh
      }
      cell begun(units) {
          input x: f32[B, D]
          param begin: f32[units] = normal(std=0.5)
          state h: f32[B, units] = begin
          next h = concat(x, h) -> dense(units) -> tanh
      }
      cell two(units) = gru_cell(units) -> rnn_cell(units, relu)
      network N {
          input  x: f32[B, 5, 3]
          target label: index<4>[B]
          output logits: f32[B, 4]
      """;
  private static final String TAIL =
      """
          train { loss = cross_entropy(logits, label)  optimizer = adam(lr=1e-3) }
      }
      """;

  private static final String WORDS =
      """
      network W {
          input  words: index<11>[B, 5]
          target next:  index<11>[B, 5]
          output logits: f32[B, 5, 11]
          logits = words -> embedding(7) -> gru(6) -> dense(11)
          train {
              loss      = cross_entropy(logits, next)
              optimizer = adam(lr=1e-3)
              metrics   = [accuracy(logits, next)]
          }
      }
      """;

  private static final String TIED =
      """
      network W {
          sequence T <= 6
          input  words: index<11>[B, T]
          target next:  index<11>[B, T]
          output logits: f32[B, T, 11]
          layer table = embedding(6)
          logits = (words -> table -> gru(6)) @ transpose(table.weight)
          turned = transpose(logits)
          train {
              loss      = cross_entropy(logits, next) + mean(turned * turned, axis=all)
              optimizer = adam(lr=1e-3)
          }
      }
      """;

  private static final String TAGGED =
      """
      cell simple_gru(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          z = concat(x, h)     -> dense(units) -> sigmoid
          n = concat(x, z * h) -> dense(units) -> tanh
          next h = (1 - z) * n + z * h
      }
      network T {
          sequence T <= 6
          input  words: index<11>[B, T]
          target tag:   index<4>[B, T]
          output logits: f32[B, T, 4]
          logits = words
              -> embedding(7)
              -> bidirectional { scan(simple_gru(6)) }
              -> gru(5)
              -> dense(4)
          train {
              loss      = cross_entropy(logits, tag)
              optimizer = adam(lr=1e-3)
              metrics   = [accuracy(logits, tag)]
          }
      }
      """;
  private static final String MOOD =
      """
      network M {
          sequence T <= 6
          input  x: f32[B, T, 3]
          target mood:   index<4>[B]
          output logits: f32[B, 4]
          y = x -> bidirectional { lstm(5) }
          e = y -> bidirectional { rnn(5) -> last }
          logits = concat(e, mean(y, axis=T), max(y, axis=T), y -> first) -> dense(4)
          train { loss = cross_entropy(logits, mood)  optimizer = adam(lr=1e-3) }
      }
      """;

  private static final String ATTENDED =
      """
      network A {
          sequence T <= 6
          input  x: f32[B, T, 3]
          target mood:   index<4>[B]
          output logits: f32[B, 4]
          output start:  f32[B, 5]
          y = x -> gru(5)
          scores = y -> dense(1) -> squeeze(axis=2)
          weights = softmax(scores * 10, axis=T)
          start = y[:, 0]
          logits = einsum("bt,btd->bd", weights, y) -> dense(4)
          train { loss = cross_entropy(logits, mood) + mean(start * start, axis=all)  optimizer = adam(lr=1e-3) }
      }
      """;

  private static final String HEADS =
      """
      network H {
          sequence T <= 6
          input  x: f32[B, T, 3]
          target mood:   index<4>[B]
          output logits: f32[B, 4]
          h = x -> gru(8) -> rearrange("b t (h d) -> b h t d", h=2)
          logits = h -> mean(axis=T) -> rearrange("b h d -> b (d h)") -> dense(4)
          train { loss = cross_entropy(logits, mood)  optimizer = adam(lr=1e-3) }
      }
      """;

  private static final String CUT =
      """
      cell begun(units) {
          input x: f32[B, D]
          param begin: f32[units] = normal(std=0.5)
          state h: f32[B, units] = begin
          state n: f32[B, 1, 2]
          next h = concat(x, h) -> dense(units) -> layer_norm -> tanh
          next n = n * 0.5 + 1
          return h
      }
      network C {
          sequence T <= 20
          input  words: index<11>[B, T]
          input  start: f32[B, 6]
          target next:  index<11>[B, T]
          output logits: f32[B, T, 11]
          logits = words -> embedding(7) -> lstm(6, h=start) -> gru(5) -> scan(begun(4)) -> dense(11)
          train {
              loss      = cross_entropy(logits, next)
              optimizer = adam(lr=1e-3)
              metrics   = [accuracy(logits, next)]
              bptt      = 5
          }
      }
      """;

  private static String text(String body) {
    if (body.equals("CUT")) {
      return CUT;
    }
    if (body.equals("ATTENDED") || body.equals("HEADS")) {
      return body.equals("HEADS") ? HEADS : ATTENDED;
    }
    if (body.equals("TAGGED") || body.equals("MOOD")) {
      return body.equals("MOOD") ? MOOD : TAGGED;
    }
    if (body.equals("TIED")) {
      return TIED;
    }
    if (body.equals("WORDS")) {
      return WORDS;
    }
    String logits =
        switch (body) {
          case "LSTM" -> "logits = x -> lstm(6) -> last -> dense(4)";
          case "PEEPHOLES" -> "logits = x -> lstm(6, peepholes=true) -> last -> dense(4)";
          case "PROJECTED" ->
              "logits = x -> bidirectional { lstm(6, projection=3) } -> lstm(4, projection=5)"
                  + " -> last -> dense(4)";
          case "DROPPED" ->
              "y = x -> variational_dropout(0.3) -> lstm(6, input_dropout=0.2, recurrent_dropout=0.4)"
                  + "\n z = y -> gru(5, reset=before, recurrent_dropout=0.3) \n"
                  + " logits = z -> rnn(7, input_dropout=0.1) -> dropout(0.2) -> last -> dense(4)";
          case "GRU" -> "logits = x -> gru(20) -> last -> dense(4)";
          case "BEFORE" -> "logits = x -> gru(7, reset=before) -> last -> dense(4)";
          case "RNN" -> "logits = x -> rnn(16) -> rnn(9, relu) -> mean(axis=1) -> dense(4)";
          case "BOTH" -> "logits = x -> bidirectional { lstm(5) -> last } -> dense(4)";
          case "STACKED" ->
              "logits = x -> bidirectional { gru(18) } -> bidirectional { rnn(3) } -> last"
                  + " -> dense(4)";
          case "SIMPLE" -> "logits = x -> scan(simple_gru(6)) -> last -> dense(4)";
          case "PACKED" -> "logits = x -> scan(packed_gru(17)) -> last -> dense(4)";
          case "STARTED" -> "logits = x -> bidirectional { scan(started(6)) } -> first -> dense(4)";
          case "NORMED" -> "logits = x -> scan(normed(6)) -> last -> dense(4)";
          case "BEGUN" -> "logits = x -> scan(begun(6)) -> last -> dense(4)";
          case "NESTED" -> "logits = x -> scan(two(6)) -> last -> dense(4)";
          default ->
              "y, h, c = x -> lstm(6)\n z, g = y -> lstm(6, h=c, c=h) \n"
                  + " logits = (z -> last) + g -> dense(4)";
        };
    return HEAD + logits + "\n" + TAIL;
  }

  @ParameterizedTest
  @CsvSource({
    "CUT,0,1",
    "CUT,256,2",
    "CUT,512,1",
    "ATTENDED,0,1",
    "ATTENDED,256,2",
    "TAGGED,0,1",
    "TAGGED,256,2",
    "MOOD,0,2",
    "MOOD,512,1",
    "TIED,0,1",
    "TIED,256,2",
    "WORDS,0,1",
    "WORDS,256,2",
    "WORDS,512,1",
    "LSTM,0,1",
    "LSTM,256,2",
    "LSTM,512,1",
    "PEEPHOLES,0,1",
    "PEEPHOLES,256,2",
    "DROPPED,0,1",
    "DROPPED,256,2",
    "PROJECTED,0,1",
    "PROJECTED,512,2",
    "GRU,0,2",
    "GRU,128,1",
    "GRU,512,2",
    "BEFORE,0,1",
    "BEFORE,256,1",
    "RNN,0,1",
    "RNN,512,1",
    "BOTH,0,2",
    "BOTH,256,1",
    "STACKED,0,1",
    "STACKED,256,2",
    "SIMPLE,0,1",
    "SIMPLE,256,1",
    "PACKED,0,1",
    "PACKED,512,1",
    "STARTED,0,1",
    "STARTED,128,2",
    "NORMED,0,1",
    "NORMED,256,1",
    "BEGUN,0,1",
    "BEGUN,256,1",
    "NESTED,0,1",
    "NESTED,256,1",
    "HEADS,0,1",
    "HEADS,256,2",
    "STATES,0,1",
    "STATES,256,2"
  })
  void agrees(String which, int bits, int threads) {
    Witness witness = new Witness(text(which), bits, threads);
    witness.compareInference();
    witness.compareTraining();
  }

  @ParameterizedTest
  @CsvSource({
    "HEADS,256,1",
    "ATTENDED,0,1",
    "ATTENDED,512,1",
    "TAGGED,0,1",
    "TAGGED,256,1",
    "MOOD,0,1",
    "MOOD,512,2"
  })
  void paddingChangesNothing(String which, int bits, int threads) {
    new Witness(text(which), bits, threads).comparePadding();
  }

  /** Twenty-one examples are eight, eight, two, two and one, or three times six, two and one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void manyExamplesHaveTheBitsOfEachAlone(int bits) {
    System.setProperty("nnet.vector.bits", Integer.toString(bits));
    String text = HEAD + "logits = x -> lstm(64) -> gru(96) -> last -> dense(4)" + TAIL;
    Model model = Model.create(TestNetworks.compile(text).load(), 5);
    float[] x = new float[21 * 15];
    new RandomStream(2, "x").uniform(x, 0);
    float[] all = run(model, bits > 0, x, 21);
    for (int b = 0; b < 21; b++) {
      float[] alone = run(model, false, Arrays.copyOfRange(x, 15 * b, 15 * b + 15), 1);
      assertThat(Arrays.copyOfRange(all, 4 * b, 4 * b + 4)).isEqualTo(alone);
    }
  }

  private static float[] run(Model model, boolean vector, float[] x, int batch) {
    Program program = model.network().inference(vector);
    Memory memory = new Memory(model.spec(), program, model.params(), new float[0], batch, 1);
    System.arraycopy(x, 0, memory.floats[model.spec().border("x")], 0, x.length);
    new Execution(program, memory, new Workers(1)).run(batch);
    return memory.floats[model.spec().border("logits")];
  }
}
