package dev.nnet.runtime;

import dev.nnet.runtime.image.PictureSize;
import dev.nnet.runtime.image.Stage;
import dev.nnet.runtime.image.Stages;
import dev.nnet.runtime.text.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How raw bytes become the values of an input: {@code preprocess image from u8[_, _, 3] ->
 * resize(256) -> center_crop(224) -> to_tensor -> normalize(mean=[0.485, 0.456, 0.406], std=[0.229,
 * 0.224, 0.225])}.
 *
 * @param border the input
 * @param dims of the raw image: height, width, and channels if there are three; height and width
 *     are {@value PictureSize#ANY} if any size will do
 * @param operations in call notation
 */
public record PreprocessSpec(String border, List<Integer> dims, List<String> operations) {
  private static final String TO_TENSOR = "to_tensor";
  private static final String NORMALIZE = "normalize";
  private static final String STANDARDIZE = "standardize";

  /** The operations that are none on pictures, see {@link Stages#names()} for those. */
  public static final List<String> NUMBERS = List.of(TO_TENSOR, NORMALIZE, STANDARDIZE);

  /**
   * @throws IllegalArgumentException unless there are stages on pictures, {@code to_tensor}, and at
   *     most one of {@code normalize} and {@code standardize}, all with arguments that fit
   */
  public PreprocessSpec {
    dims = List.copyOf(dims);
    operations = List.copyOf(operations);
    String head = "preprocess " + border + ": ";
    boolean sizes = dims.size() == 2 || dims.size() == 3;
    if (!sizes || dims.get(0) < 0 || dims.get(1) < 0 || channels(dims) < 1) {
      throw new IllegalArgumentException(
          head + "pictures are u8[height, width] or u8[height, width, channels]");
    }
    List<Call> calls = calls(operations);
    int end = pictureCalls(calls).size();
    if (end == calls.size()) {
      throw new IllegalArgumentException(
          head + "bytes become numbers by " + TO_TENSOR + ", which is missing");
    }
    try {
      calls.get(end).bind();
      afterStages(calls.subList(0, end), new PictureSize(dims.get(0), dims.get(1), channels(dims)));
      numbers(calls.subList(end + 1, calls.size()), channels(dims));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(head + e.getMessage(), e);
    }
  }

  private static int channels(List<Integer> dims) {
    return dims.size() == 3 ? dims.get(2) : 1;
  }

  private static PictureSize afterStages(List<Call> calls, PictureSize raw) {
    PictureSize size = raw;
    for (Call call : calls) {
      if (NUMBERS.contains(call.name())) {
        throw new IllegalArgumentException(call.name() + " comes after " + TO_TENSOR);
      }
      size = Stages.parse(call).size(size);
    }
    return size;
  }

  private static void numbers(List<Call> calls, int channels) {
    if (calls.size() > 1) {
      throw new IllegalArgumentException(
          calls.get(1).name() + " after " + calls.get(0).name() + "; one of the two is enough");
    }
    for (Call call : calls) {
      if (call.name().equals(STANDARDIZE)) {
        call.bind();
      } else if (call.name().equals(NORMALIZE)) {
        normalize(call.bind("mean", "std"), channels);
      } else {
        throw new IllegalArgumentException(
            call.name()
                + " after "
                + TO_TENSOR
                + "; "
                + NORMALIZE
                + " and "
                + STANDARDIZE
                + " can follow it");
      }
    }
  }

  private static void normalize(Call call, int channels) {
    for (String key : List.of("mean", "std")) {
      int given = call.numbers(key).size();
      if (given != 1 && given != channels) {
        throw new IllegalArgumentException(
            key + " has " + given + " values for " + channels + " channels");
      }
    }
    if (call.numbers("std").contains(0.0)) {
      throw new IllegalArgumentException("std is 0");
    }
  }

  /** Channels of the image: the third size, or 1. */
  public int channels() {
    return channels(dims);
  }

  /** What pictures are taken. */
  public PictureSize raw() {
    return new PictureSize(dims.get(0), dims.get(1), channels());
  }

  /** The size of the picture that is made a tensor; not known if the text does not fix it. */
  public PictureSize result() {
    return afterStages(pictureCalls(calls(operations)), raw());
  }

  private static List<Call> calls(List<String> operations) {
    List<Call> calls = new ArrayList<>();
    for (String operation : operations) {
      calls.add(Call.parse(operation));
    }
    return calls;
  }

  /** Those before {@code to_tensor}. */
  private static List<Call> pictureCalls(List<Call> calls) {
    int end = 0;
    while (end < calls.size() && !calls.get(end).name().equals(TO_TENSOR)) {
      end++;
    }
    return calls.subList(0, end);
  }

  /** The stages before {@code to_tensor}, each with room of its own. */
  List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    for (Call call : pictureCalls(calls(operations))) {
      stages.add(Stages.parse(call));
    }
    return stages;
  }

  private Optional<Call> last(String name) {
    Call last = Call.parse(operations.get(operations.size() - 1));
    return last.name().equals(name) ? Optional.of(last) : Optional.empty();
  }

  /** The arguments {@code mean} and {@code std} of {@code normalize}, if there is one. */
  Optional<Call> normalize() {
    Optional<Call> last = last(NORMALIZE);
    return last.isPresent() ? Optional.of(last.get().bind("mean", "std")) : last;
  }

  /** What is learned from the training data, if mean and deviation are. */
  public Optional<Standardization> standardization() {
    PictureSize size = result();
    int pixels = size.height() * size.width();
    return last(STANDARDIZE).map(call -> new Standardization(border, channels(), pixels));
  }

  /** The operations as one field: {@code to_tensor;normalize(0.1307,0.3081)}. */
  String text() {
    return String.join(";", operations);
  }
}
