package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Op;
import java.util.List;
import java.util.Optional;

/** The list of operators: a new op is one more line here. */
public final class Ops {
  public static final Op NEGATE = new Negate();
  public static final Op ABS = new Abs();
  public static final Op EXP = new Exp();
  public static final Op LOG = new Log();
  public static final Op SQRT = new Sqrt();
  public static final Op TANH = new Tanh();
  public static final Op ERF = new Erf();
  public static final Op SIGMOID = new Sigmoid();
  public static final Op RELU = new Relu();
  public static final Op CLIP = new Clip();
  public static final Op ADD = new Add();
  public static final Op SUBTRACT = new Subtract();
  public static final Op MULTIPLY = new Multiply();
  public static final Op DIVIDE = new Divide();
  public static final Op MINIMUM = new Minimum();
  public static final Op MAXIMUM = new Maximum();
  public static final Op LESS = new Less();
  public static final Op EQUAL = new Equal();
  public static final Op WHERE = new Where();
  public static final Op TO_FLOAT = new ToFloat();
  public static final Op STOP_GRADIENT = new StopGradient();
  public static final Op RECOMPUTE = new Recompute();
  public static final Op IN_TRAINING = new InTraining();
  public static final Op BIAS_ADD = new BiasAdd();
  public static final Op SCALE_AXIS = new ScaleAxis();
  public static final Op COUNT = new Count();
  public static final Op SUM = new Sum();
  public static final Op MEAN = new Mean();
  public static final Op MAX = new Max();
  public static final Op MIN = new Min();
  public static final Op SPREAD = new Spread();
  public static final Op LINEAR = new Linear();
  public static final Op MATMUL = new Matmul();
  public static final Op EINSUM = new Einsum();
  public static final Op CONVOLUTION2D = new Convolution2d();
  public static final Op CONVOLUTION2D_INPUT_GRADIENT = new Convolution2dInputGradient();
  public static final Op CONVOLUTION2D_WEIGHT_GRADIENT = new Convolution2dWeightGradient();
  public static final Op MAX_POOL2D = new MaxPool2d();
  public static final Op MAX_POOL2D_WINNER = new MaxPool2dWinner();
  public static final Op MAX_POOL2D_GRADIENT = new MaxPool2dGradient();
  public static final Op AVG_POOL2D = new AvgPool2d();
  public static final Op AVG_POOL2D_GRADIENT = new AvgPool2dGradient();
  public static final Op CHANNEL_WINDOW_SUM = new ChannelWindowSum();
  public static final Op CONCAT = new Concat();
  public static final Op SLICE = new Slice();
  public static final Op PAD = new Pad();
  public static final Op TRANSPOSE = new Transpose();
  public static final Op FLATTEN = new Flatten();
  public static final Op RESHAPE = new Reshape();
  public static final Op SQUEEZE = new Squeeze();
  public static final Op UNSQUEEZE = new Unsqueeze();
  public static final Op ONE_HOT = new OneHot();
  public static final Op LOOKUP = new Lookup();
  public static final Op PICK = new Pick();
  public static final Op LOCATE = new Locate();
  public static final Op VALID = new Valid("valid", false);
  public static final Op FINAL = new Valid("final", true);
  public static final Op GATHER = new Gather();
  public static final Op SCATTER = new Scatter();

  private static final List<Op> ALL =
      List.of(
          NEGATE,
          ABS,
          EXP,
          LOG,
          SQRT,
          TANH,
          ERF,
          SIGMOID,
          RELU,
          CLIP,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MINIMUM,
          MAXIMUM,
          LESS,
          EQUAL,
          WHERE,
          TO_FLOAT,
          STOP_GRADIENT,
          RECOMPUTE,
          IN_TRAINING,
          BIAS_ADD,
          SCALE_AXIS,
          COUNT,
          SUM,
          MEAN,
          MAX,
          MIN,
          SPREAD,
          LINEAR,
          MATMUL,
          EINSUM,
          CONVOLUTION2D,
          CONVOLUTION2D_INPUT_GRADIENT,
          CONVOLUTION2D_WEIGHT_GRADIENT,
          MAX_POOL2D,
          MAX_POOL2D_WINNER,
          MAX_POOL2D_GRADIENT,
          AVG_POOL2D,
          AVG_POOL2D_GRADIENT,
          CHANNEL_WINDOW_SUM,
          CONCAT,
          SLICE,
          PAD,
          TRANSPOSE,
          FLATTEN,
          RESHAPE,
          SQUEEZE,
          UNSQUEEZE,
          ONE_HOT,
          LOOKUP,
          PICK,
          LOCATE,
          VALID,
          FINAL,
          GATHER,
          SCATTER);

  private Ops() {}

  /** All ops, in order of the list. */
  public static List<Op> all() {
    return ALL;
  }

  /** The op that texts call by this name. */
  public static Optional<Op> byName(String name) {
    return ALL.stream().filter(o -> o.callable() && o.name().equals(name)).findFirst();
  }
}
