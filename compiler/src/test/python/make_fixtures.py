"""Makes the golden values under src/test/resources/torch from PyTorch, an independent witness.

Never run by the build. To refresh (any PyTorch from 1.13, NumPy):

    python3 compiler/src/test/python/make_fixtures.py

Everything is computed in float64 from inputs and weights that are exact in float32, and rounded to
float32 once at the end: all tensors are F32 (also indices and labels). Files:

    lenet5.safetensors  LeNet-5 on four MNIST digits
        image [4,1,28,28], digit [4]   the batch, pixels standardised
        <path>                         weights, by the paths the compiler gives them
        logits [4,10], loss []         loss = mean cross-entropy
        gradient/<path>                of the loss
        sgd/<path>                     weights after three steps on this batch: lr 0.05,
                                       momentum 0.9, weight decay 5e-4
        adam/<path>                    lr 1e-3, betas 0.9 0.999, eps 1e-8
        adamw/<path>                   the same with weight decay 0.01, decoupled
                                       decay is on weights (two axes or more), never on biases
    images.safetensors  images.nnet, a narrow network with what image networks are made of
        image [6,3,17,15], label [6]
        <path>                         weights and running statistics to begin with
        logits [6,5]                   in inference, by those statistics
        loss []                        in training
        gradient/<path>, sgd/<path>    as above; the latter with the running statistics
    ops.safetensors     one small case for each row of ops.tsv
        <case>/<operand>
        <case>/result
        <case>/cotangent               weights of a weighted sum of the result
        <case>/gradient/<operand>      of that sum
    ops.tsv             case, op, attributes (name=value, space separated), operands
"""

import gzip
import json
import pathlib
import struct

import numpy as np
import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).resolve().parents[4]
MNIST = ROOT / "examples/lenet5/data/mnist"
OUT = ROOT / "compiler/src/test/resources/torch"


def write_safetensors(path, tensors, about):
    """8 bytes of header length, a JSON header padded with spaces to 8, the data; sorted by name."""
    header, offset = {"__metadata__": about}, 0
    for name, array in sorted(tensors.items()):
        end = offset + array.nbytes
        header[name] = {
            "dtype": "F32",
            "shape": list(array.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for _, array in sorted(tensors.items()):
            out.write(array.tobytes())


def f32(tensor):
    return np.array(tensor.detach().numpy(), dtype="<f4", order="C")


# ---- LeNet-5 ----------------------------------------------------------------------------------

LAYERS = [
    ("logits/conv2d_1", (6, 1, 5, 5)),
    ("logits/conv2d_2", (16, 6, 5, 5)),
    ("logits/dense_1", (120, 400)),
    ("logits/dense_2", (84, 120)),
    ("logits/dense_3", (10, 84)),
]


def lenet5_weights():
    """Uniform in +-1/sqrt(fan in), rounded to float32, held in float64."""
    generator = torch.Generator().manual_seed(20)
    weights = {}
    for path, shape in LAYERS:
        bound = np.prod(shape[1:]) ** -0.5
        for name, size in ((".weight", shape), (".bias", shape[:1])):
            uniform = torch.rand(size, generator=generator, dtype=torch.float64)
            weights[path + name] = ((2 * uniform - 1) * bound).float().double()
    return weights


def lenet5(w, x):
    conv = lambda i: (w[f"logits/conv2d_{i}.weight"], w[f"logits/conv2d_{i}.bias"])
    dense = lambda i: (w[f"logits/dense_{i}.weight"], w[f"logits/dense_{i}.bias"])
    x = F.avg_pool2d(torch.tanh(F.conv2d(x, *conv(1), padding=2)), 2)
    x = F.avg_pool2d(torch.tanh(F.conv2d(x, *conv(2))), 2)
    x = torch.tanh(F.linear(x.flatten(1), *dense(1)))
    x = torch.tanh(F.linear(x, *dense(2)))
    return F.linear(x, *dense(3))


def digits(count):
    with gzip.open(MNIST / "t10k-images-idx3-ubyte.gz") as images:
        pixels = np.frombuffer(images.read(16 + 784 * count), np.uint8, offset=16)
    with gzip.open(MNIST / "t10k-labels-idx1-ubyte.gz") as labels:
        label = np.frombuffer(labels.read(8 + count), np.uint8, offset=8)
    image = ((pixels / 255 - 0.1307) / 0.3081).reshape(count, 1, 28, 28)
    return torch.from_numpy(image).float().double(), torch.from_numpy(label.astype(np.int64))


def trained(optimizer, image, digit):
    weights = {path: value.clone().requires_grad_() for path, value in lenet5_weights().items()}
    decayed = [value for value in weights.values() if value.dim() > 1]
    plain = [value for value in weights.values() if value.dim() == 1]
    steps = optimizer(decayed, plain)
    for _ in range(3):
        steps.zero_grad()
        F.cross_entropy(lenet5(weights, image), digit).backward()
        steps.step()
    return weights


def sgd(decayed, plain):
    groups = [{"params": decayed, "weight_decay": 5e-4}, {"params": plain}]
    return torch.optim.SGD(groups, lr=0.05, momentum=0.9)


def adam(decayed, plain):
    return torch.optim.Adam(decayed + plain, lr=1e-3, betas=(0.9, 0.999), eps=1e-8)


def adamw(decayed, plain):
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.999), eps=1e-8)


def make_lenet5():
    image, digit = digits(4)
    weights = {path: value.requires_grad_() for path, value in lenet5_weights().items()}
    assert sum(value.numel() for value in weights.values()) == 61706
    logits = lenet5(weights, image)
    loss = F.cross_entropy(logits, digit)
    loss.backward()
    tensors = {"image": f32(image), "digit": f32(digit)}
    tensors.update({path: f32(value) for path, value in weights.items()})
    tensors.update({"logits": f32(logits), "loss": f32(loss)})
    tensors.update({f"gradient/{path}": f32(value.grad) for path, value in weights.items()})
    for optimizer in (sgd, adam, adamw):
        after = trained(optimizer, image, digit)
        tensors.update({f"{optimizer.__name__}/{path}": f32(v) for path, v in after.items()})
    write_safetensors(OUT / "lenet5.safetensors", tensors, {"network": "LeNet5"})


# ---- one case per op --------------------------------------------------------------------------


class Cases:
    """Collects cases; operands are random in [low, high], exact in float32."""

    def __init__(self):
        self.generator = torch.Generator().manual_seed(7)
        self.tensors, self.rows = {}, []

    def uniform(self, shape, low=-2.0, high=2.0):
        value = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return (low + (high - low) * value).float().double()

    def add(self, case, op, attributes, operands, compute):
        """compute(*operands) in the order given; integer operands get no gradient."""
        for value in operands.values():
            value.requires_grad_(value.is_floating_point())
        result = compute(*operands.values())
        cotangent = self.uniform(result.shape, -1.0, 1.0)
        if result.requires_grad:
            (result * cotangent).sum().backward()
        for name, value in operands.items():
            self.tensors[f"{case}/{name}"] = f32(value)
            if value.grad is not None:
                self.tensors[f"{case}/gradient/{name}"] = f32(value.grad)
        self.tensors[f"{case}/result"] = f32(result)
        self.tensors[f"{case}/cotangent"] = f32(cotangent)
        text = " ".join(f"{key}={self.text(value)}" for key, value in attributes.items())
        self.rows.append("\t".join((case, op, text, ",".join(operands))))

    @staticmethod
    def text(value):
        if isinstance(value, (tuple, list)):
            return ",".join(str(v) for v in value)
        return str(value).lower() if isinstance(value, bool) else str(value)

    def write(self):
        write_safetensors(OUT / "ops.safetensors", self.tensors, {"cases": str(len(self.rows))})
        lines = ["case\top\tattributes\toperands"] + self.rows
        (OUT / "ops.tsv").write_text("\n".join(lines) + "\n")


IMAGES = {
    "h/a.weight": (8, 3, 3, 3),
    "e/b.weight": (24, 8, 1, 1),
    "e/c.weight": (24, 1, 3, 3),
    "e/d.weight": (8, 24, 1, 1),
    "logits/f.weight": (12, 4, 3, 3),
    "logits/f.bias": (12,),
    "logits/g.weight": (5, 12),
    "logits/g.bias": (5,),
}
NORMS = {"h/an": 8, "e/bn": 24, "e/cn": 24, "e/dn": 8}


def images(w, image, training):
    """images.nnet; in training the running statistics in w are replaced."""

    def norm(x, path):
        mean, variance = w[path + ".mean"].clone(), w[path + ".variance"].clone()
        scale, shift = w[path + ".scale"], w[path + ".shift"]
        y = F.batch_norm(x, mean, variance, scale, shift, training, momentum=0.1, eps=1e-5)
        w[path + ".mean"], w[path + ".variance"] = mean, variance
        return y

    h = F.relu6(norm(F.conv2d(image, w["h/a.weight"], stride=2, padding=1), "h/an"))
    e = F.relu6(norm(F.conv2d(h, w["e/b.weight"]), "e/bn"))
    e = F.relu6(norm(F.conv2d(e, w["e/c.weight"], padding=1, groups=24), "e/cn"))
    r = h + norm(F.conv2d(e, w["e/d.weight"]), "e/dn")
    # PyTorch divides alpha by the size of the window
    n = F.local_response_norm(r, 5, alpha=0.05, beta=0.75, k=2.0)
    f = F.relu(F.conv2d(n, w["logits/f.weight"], w["logits/f.bias"], padding=1, groups=2))
    pooled = F.max_pool2d(f, 3, 2).mean((2, 3))
    return F.linear(pooled, w["logits/g.weight"], w["logits/g.bias"])


def make_images():
    generator = torch.Generator().manual_seed(30)
    u = lambda shape: torch.rand(shape, generator=generator, dtype=torch.float64).float().double()
    w = {}
    for path, shape in IMAGES.items():
        w[path] = ((2 * u(shape) - 1) * np.prod(shape[1:] or (8,)) ** -0.5).float().double()
    for path, channels in NORMS.items():
        w[path + ".scale"] = 0.5 + u((channels,))
        w[path + ".shift"] = u((channels,)) - 0.5
        w[path + ".mean"] = u((channels,)) - 0.5
        w[path + ".variance"] = 0.5 + u((channels,))
    image = 2 * u((6, 3, 17, 15)) - 1
    label = torch.tensor([0, 4, 2, 1, 3, 2])
    out = {k: f32(v) for k, v in w.items()}
    out["image"], out["label"] = f32(image), f32(label.double())
    out["logits"] = f32(images(dict(w), image, False))
    leaves = [k for k in w if not k.endswith((".mean", ".variance"))]
    velocity = {k: torch.zeros_like(w[k]) for k in leaves}
    for step in range(3):
        for k in leaves:
            w[k] = w[k].detach().requires_grad_()
        loss = F.cross_entropy(images(w, image, True), label)
        gradients = torch.autograd.grad(loss, [w[k] for k in leaves])
        if step == 0:
            out["loss"] = f32(loss)
            out.update({"gradient/" + k: f32(g) for k, g in zip(leaves, gradients)})
        for k, g in zip(leaves, gradients):
            decay = 5e-4 if w[k].dim() > 1 else 0
            velocity[k] = 0.9 * velocity[k] + g + decay * w[k].detach()
            w[k] = w[k].detach() - 0.05 * velocity[k]
    out.update({"sgd/" + k: f32(v) for k, v in w.items()})
    write_safetensors(OUT / "images.safetensors", out, {"torch": torch.__version__})


def convolutions(cases):
    # name: x, weight, stride, padding, dilation, groups
    table = {
        "plain": ((2, 3, 6, 7), (4, 3, 3, 3), (1, 1), (0, 0), (1, 1), 1),
        "padding": ((2, 3, 6, 5), (4, 3, 3, 3), (1, 1), (1, 1), (1, 1), 1),
        "five": ((2, 1, 8, 8), (6, 1, 5, 5), (1, 1), (2, 2), (1, 1), 1),
        "stride": ((2, 3, 7, 8), (4, 3, 3, 3), (2, 2), (0, 0), (1, 1), 1),
        "stride_padding": ((1, 2, 8, 9), (3, 2, 3, 5), (2, 3), (1, 2), (1, 1), 1),
        "dilation": ((2, 2, 8, 9), (3, 2, 3, 3), (1, 1), (0, 0), (2, 2), 1),
        "dilation_padding": ((1, 2, 7, 7), (3, 2, 3, 2), (1, 1), (2, 1), (2, 3), 1),
        "groups": ((2, 4, 5, 6), (6, 2, 3, 3), (1, 1), (1, 1), (1, 1), 2),
        "depthwise": ((2, 4, 6, 6), (4, 1, 3, 3), (2, 2), (1, 1), (1, 1), 4),
        "depthwise_twice": ((1, 3, 5, 5), (6, 1, 3, 3), (1, 1), (1, 1), (1, 1), 3),
        "pointwise": ((2, 5, 4, 3), (7, 5, 1, 1), (1, 1), (0, 0), (1, 1), 1),
        "pointwise_stride": ((2, 5, 5, 4), (3, 5, 1, 1), (2, 2), (0, 0), (1, 1), 1),
        "everything": ((2, 4, 11, 9), (6, 2, 3, 2), (2, 3), (2, 1), (2, 2), 2),
    }
    for name, (x, weight, stride, padding, dilation, groups) in table.items():
        keys = ("stride", "padding", "dilation", "groups")
        attributes = dict(zip(keys, (stride, padding, dilation, groups)))
        operands = {"x": cases.uniform(x), "weight": cases.uniform(weight)}
        compute = lambda a, b, kw=attributes: F.conv2d(a, b, **kw)
        cases.add(f"convolution2d_{name}", "convolution2d", attributes, operands, compute)
    # name: x, weight, stride, padding, dilation, groups, output padding
    table = {
        "plain": ((2, 3, 4, 5), (3, 2, 3, 3), (1, 1), (0, 0), (1, 1), 1, (0, 0)),
        "stride": ((2, 4, 4, 5), (4, 3, 3, 3), (2, 2), (1, 1), (1, 1), 1, (1, 1)),
        "groups": ((1, 4, 3, 3), (4, 2, 2, 3), (2, 3), (0, 1), (1, 2), 2, (0, 2)),
    }
    op = "convolution2d_input_gradient"
    for name, (x, weight, stride, padding, dilation, groups, more) in table.items():
        keys = ("stride", "padding", "dilation", "groups")
        attributes = dict(zip(keys, (stride, padding, dilation, groups)))
        operands = {"dy": cases.uniform(x), "weight": cases.uniform(weight)}
        compute = lambda a, b, kw=attributes, p=more: F.conv_transpose2d(
            a, b, output_padding=p, **kw
        )
        size = tuple(compute(*operands.values()).shape[2:])
        cases.add(f"{op}_{name}", op, dict(attributes, size=size), operands, compute)


def pools(cases):
    table = {  # x, kernel, stride, padding
        "two": ((2, 3, 6, 4), (2, 2), (2, 2), (0, 0)),
        "remainder": ((1, 2, 7, 5), (2, 2), (2, 2), (0, 0)),
        "overlap": ((2, 2, 7, 7), (3, 3), (2, 2), (0, 0)),
        "padding": ((2, 2, 7, 6), (3, 3), (2, 2), (1, 1)),
        "oblong": ((1, 2, 6, 9), (2, 3), (1, 2), (1, 1)),
    }
    for name, (x, kernel, stride, padding) in table.items():
        attributes = {"kernel": kernel, "stride": stride, "padding": padding}
        largest = lambda a, k=kernel, s=stride, p=padding: F.max_pool2d(a, k, s, p)
        cases.add(f"max_pool2d_{name}", "max_pool2d", attributes, {"x": cases.uniform(x)}, largest)
        # Zeros of the padding count in the mean, or only the values inside do.
        for counted in (True, False) if any(padding) else (True,):
            suffix = "" if not any(padding) else "_counted" if counted else "_uncounted"
            shown = dict(attributes, count_include_pad=counted) if any(padding) else attributes
            mean = lambda a, k=kernel, s=stride, p=padding, c=counted: F.avg_pool2d(
                a, k, s, p, count_include_pad=c
            )
            case = f"avg_pool2d_{name}{suffix}"
            cases.add(case, "avg_pool2d", shown, {"x": cases.uniform(x)}, mean)


def products(cases):
    u = cases.uniform
    cases.add("linear", "linear", {}, {"x": u((3, 5)), "weight": u((4, 5))}, F.linear)
    cases.add("linear_steps", "linear", {}, {"x": u((2, 3, 5)), "weight": u((4, 5))}, F.linear)
    cases.add("linear_wide", "linear", {}, {"x": u((7, 33)), "weight": u((19, 33))}, F.linear)
    cases.add("matmul", "matmul", {}, {"a": u((3, 4)), "b": u((4, 5))}, torch.matmul)
    cases.add("matmul_batch", "matmul", {}, {"a": u((2, 3, 4)), "b": u((2, 4, 5))}, torch.matmul)
    for name, pattern, a, b in (
        ("einsum_outer", "bi,bj->bij", (2, 3), (2, 4)),
        ("einsum_attention", "bhqd,bhkd->bhqk", (2, 2, 3, 4), (2, 2, 5, 4)),
        ("einsum_dot", "bi,bi->b", (3, 6), (3, 6)),
    ):
        compute = lambda a, b, pattern=pattern: torch.einsum(pattern, a, b)
        cases.add(name, "einsum", {"pattern": pattern}, {"a": u(a), "b": u(b)}, compute)


def elementwise(cases):
    wide = lambda low, high: torch.linspace(low, high, 41, dtype=torch.float64).float().double()
    for op, compute, low, high in (
        ("negate", torch.neg, -3, 3),
        ("abs", torch.abs, -3.3, 3),
        ("exp", torch.exp, -80, 80),
        ("log", torch.log, 1e-3, 1e3),
        ("sqrt", torch.sqrt, 1e-3, 1e3),
        ("tanh", torch.tanh, -11, 10),
        ("sigmoid", torch.sigmoid, -31, 30),
        ("relu", torch.relu, -3.3, 3),
    ):
        cases.add(op, op, {}, {"x": wide(low, high)}, compute)
        near = cases.uniform((3, 5), 0.1, 1.9)
        cases.add(f"{op}_near", op, {}, {"x": near}, compute)
    clip = lambda x: torch.clamp(x, -0.5, 1.25)
    cases.add("clip", "clip", {"low": -0.5, "high": 1.25}, {"x": wide(-2.1, 2.2)}, clip)
    for op, compute in (
        ("add", torch.add),
        ("subtract", torch.sub),
        ("multiply", torch.mul),
        ("divide", torch.div),
        ("minimum", torch.minimum),
        ("maximum", torch.maximum),
    ):
        for name, a, b in (
            ("same", (2, 3, 4), (2, 3, 4)),
            ("row", (2, 3, 4), (4,)),
            ("column", (2, 3, 4), (3, 1)),
            ("scalar", (2, 3), ()),
        ):
            operands = {"a": cases.uniform(a), "b": cases.uniform(b, 0.5, 3.0)}
            cases.add(f"{op}_{name}", op, {}, operands, compute)
    operands = {"x": cases.uniform((2, 3, 4, 4)), "bias": cases.uniform((3,))}
    compute = lambda x, bias: x + bias.reshape(1, 3, 1, 1)
    cases.add("bias_add", "bias_add", {"axis": 1}, operands, compute)


def reductions(cases):
    table = {
        "row": ((3, 5), (1,), False),
        "kept": ((3, 5), (1,), True),
        "image": ((2, 3, 4, 5), (2, 3), False),
        "middle": ((2, 3, 4), (1,), False),
        "first": ((4, 3), (0,), False),
        "everything": ((3, 4), (0, 1), False),
        "long": ((2, 37), (1,), False),
    }
    ops = {"sum": torch.sum, "mean": torch.mean, "max": torch.amax, "min": torch.amin}
    for op, reduce in ops.items():
        for name, (shape, axis, keep) in table.items():
            compute = lambda x, r=reduce, a=axis, k=keep: r(x, dim=a, keepdim=k)
            attributes = {"axis": axis, "keep": keep}
            cases.add(f"{op}_{name}", op, attributes, {"x": cases.uniform(shape)}, compute)


def losses(cases):
    u = cases.uniform
    softmax = lambda x: F.softmax(x, dim=1)
    cases.add("softmax", "softmax", {"axis": 1}, {"x": u((3, 10), -5, 5)}, softmax)
    cases.add("softmax_far", "softmax", {"axis": 1}, {"x": u((3, 5), -90, 90)}, softmax)
    log_softmax = lambda x: F.log_softmax(x, dim=1)
    cases.add("log_softmax", "log_softmax", {"axis": 1}, {"x": u((3, 10), -5, 5)}, log_softmax)
    for name, reach in (("", 5), ("_far", 90)):
        index = torch.tensor([3, 0, 9, 7])
        operands = {"logits": u((4, 10), -reach, reach), "index": index}
        cases.add(f"cross_entropy{name}", "cross_entropy", {}, operands, F.cross_entropy)
    operands = {"x": u((3, 4)), "target": u((3, 4))}
    cases.add("mse", "mse", {}, operands, F.mse_loss)
    pick = lambda x, index: x.gather(1, index[:, None])[:, 0]
    cases.add("pick", "pick", {}, {"x": u((3, 5)), "index": torch.tensor([4, 0, 2])}, pick)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    make_lenet5()
    make_images()
    cases = Cases()
    for group in (convolutions, pools, products, elementwise, reductions, losses):
        group(cases)
    cases.write()
    for path in sorted(OUT.iterdir()):
        print(f"{path.stat().st_size:9,}  {path.name}")


if __name__ == "__main__":
    main()
