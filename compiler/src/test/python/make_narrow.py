"""Makes src/test/resources/torch/narrow: PyTorch's values for the networks of narrow.nnet.

Never run by the build. To refresh (PyTorch from 1.13, NumPy):

    python3 compiler/src/test/python/make_narrow.py

All in float64 from weights that are exact in float32, rounded to float32 once. For each network:

    NAME.weights.safetensors   state_dict, with running statistics to begin with
    NAME.step.safetensors      the same after one step of SGD with lr 1: weights minus gradients
    NAME.after.safetensors     the same after three steps with lr 0.05, momentum 0.9
    NAME.data.safetensors      image, label, logits (in inference), loss (in training)

The tensors have PyTorch's names; NAME.names, written by hand, say what they are called in ours.
"""

import copy
import pathlib

import torch
from make_fixtures import f32, write_safetensors
from torch import nn
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parent.parent / "resources" / "torch" / "narrow"


def lrn():
    # PyTorch divides alpha by the size of the window
    return nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)


def conv_bn(cin, out, kernel=3, stride=1, groups=1, act=nn.ReLU6):
    pad = kernel // 2
    conv = nn.Conv2d(cin, out, kernel, stride, pad, groups=groups, bias=False)
    return [conv, nn.BatchNorm2d(out)] + ([act()] if act else [])


class Residual(nn.Module):
    def __init__(self, body, shortcut=None, act=None):
        super().__init__()
        self.body = nn.Sequential(*body)
        self.shortcut = nn.Sequential(*shortcut) if shortcut else None
        self.act = act

    def forward(self, x):
        y = self.body(x) + (self.shortcut(x) if self.shortcut else x)
        return self.act(y) if self.act else y


class Branches(nn.Module):
    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([b(x) for b in self.branches], 1)


class GlobalMean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


def alexnet():
    return nn.Sequential(
        nn.Conv2d(3, 12, 7, 2), nn.ReLU(), lrn(), nn.MaxPool2d(3, 2),
        nn.Conv2d(12, 16, 5, padding=2, groups=2), nn.ReLU(), lrn(), nn.MaxPool2d(3, 2),
        nn.Conv2d(16, 24, 3, padding=1, groups=2), nn.ReLU(),
        nn.Flatten(), nn.Linear(24 * 3 * 3, 20), nn.ReLU(), nn.Linear(20, 4),
    )  # fmt: skip


def separable(cin, out, stride=1):
    return conv_bn(cin, cin, 3, stride, cin, nn.ReLU) + conv_bn(cin, out, 1, act=nn.ReLU)


def mobilenet_v1():
    stages = conv_bn(3, 8, 3, 2, act=nn.ReLU)
    stages += separable(8, 16) + separable(16, 24, 2) + separable(24, 24)
    return nn.Sequential(*stages, GlobalMean(), nn.Linear(24, 4))


def bottleneck(cin, expand, out, stride=1):
    hidden = cin * expand
    body = conv_bn(cin, hidden, 1) if expand > 1 else []
    body += conv_bn(hidden, hidden, 3, stride, hidden) + conv_bn(hidden, out, 1, act=None)
    return [Residual(body)] if stride == 1 and cin == out else body


def mobilenet_v2():
    stages = conv_bn(3, 8, 3, 2) + bottleneck(8, 1, 6) + bottleneck(6, 4, 10, 2)
    stages += bottleneck(10, 4, 10) + conv_bn(10, 20, 1)
    return nn.Sequential(*stages, GlobalMean(), nn.Linear(20, 4))


def basic(cin, out, stride=1):
    body = conv_bn(cin, out, 3, stride, act=nn.ReLU) + conv_bn(out, out, act=None)
    same = stride == 1 and cin == out
    shortcut = None if same else conv_bn(cin, out, 1, stride, act=None)
    return Residual(body, shortcut, nn.ReLU())


def resnet():
    stages = conv_bn(3, 8, 7, 2, act=nn.ReLU) + [nn.MaxPool2d(3, 2, 1)]
    return nn.Sequential(*stages, basic(8, 8), basic(8, 16, 2), GlobalMean(), nn.Linear(16, 4))


def inception(cin, ones, threes, fives, pooled, reduce3, reduce5):
    conv = lambda a, b, k: [nn.Conv2d(a, b, k, padding=k // 2), nn.ReLU()]
    return Branches(
        nn.Sequential(*conv(cin, ones, 1)),
        nn.Sequential(*conv(cin, reduce3, 1), *conv(reduce3, threes, 3)),
        nn.Sequential(*conv(cin, reduce5, 1), *conv(reduce5, fives, 5)),
        nn.Sequential(nn.MaxPool2d(3, 1, 1), *conv(cin, pooled, 1)),
    )


def inceptions():
    return nn.Sequential(
        nn.Conv2d(3, 10, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
        inception(10, 6, 8, 4, 5, 7, 3), inception(23, 8, 9, 7, 4, 6, 4),
        GlobalMean(), nn.Linear(28, 4),
    )  # fmt: skip


def steps(model, image, label, count, lr, momentum):
    model = copy.deepcopy(model).train()
    sgd = torch.optim.SGD(model.parameters(), lr, momentum)
    for _ in range(count):
        sgd.zero_grad()
        F.cross_entropy(model(image), label).backward()
        sgd.step()
    return model


def state(model):
    return {k: f32(v.double()) for k, v in model.state_dict().items()}


def main():
    OUT.mkdir(exist_ok=True)
    networks = {
        "AlexNet": (alexnet, 35),
        "MobileNetV1": (mobilenet_v1, 32),
        "MobileNetV2": (mobilenet_v2, 32),
        "ResNet": (resnet, 32),
        "Inception": (inceptions, 20),
    }
    for name, (make, size) in networks.items():
        torch.manual_seed(11)
        model = make()
        for m in model.modules():
            if isinstance(m, nn.BatchNorm2d):
                for t, low, high in (
                    (m.weight.data, 0.6, 1.4),
                    (m.bias.data, -0.5, 0.5),
                    (m.running_mean, -0.3, 0.3),
                    (m.running_var, 0.6, 1.4),
                ):
                    t.uniform_(low, high)
        image = torch.rand(5, 3, size, size) * 2 - 1
        label = torch.tensor([0, 3, 1, 2, 1])
        model, image = model.double(), image.double()
        logits = copy.deepcopy(model).eval()(image)
        loss = F.cross_entropy(copy.deepcopy(model).train()(image), label)
        about = {"torch": torch.__version__}
        write_safetensors(OUT / f"{name}.weights.safetensors", state(model), about)
        one = steps(model, image, label, 1, 1.0, 0.0)
        write_safetensors(OUT / f"{name}.step.safetensors", state(one), about)
        three = steps(model, image, label, 3, 0.05, 0.9)
        write_safetensors(OUT / f"{name}.after.safetensors", state(three), about)
        data = {"image": image, "label": label.double(), "logits": logits, "loss": loss}
        data = {k: f32(v.detach()) for k, v in data.items()}
        write_safetensors(OUT / f"{name}.data.safetensors", data, about)


if __name__ == "__main__":
    main()
