"""Makes truncated.safetensors under src/test/resources/torch: truncated back-propagation by hand.

Never run by the build. To refresh: python3 compiler/src/test/python/make_truncated.py

The networks are those of truncated.nnet. Sequences of different lengths are cut into stretches of
four steps; each stretch begins with the detached state of the one before, takes the mean over the
steps that are there and makes one SGD step. Computed in float64. Tensors: <network>/x, t, length,
start; weights by their paths; after/<path> what they are after all stretches; loss.
"""

import torch
from torch.nn import GRU, LSTM, RNN, Parameter

from make_fixtures import OUT, f32, write_safetensors
from make_recurrent import parts, uniform

LENGTHS = torch.tensor([11, 4, 7, 9])
STRETCH = 4


class Begun(torch.nn.Module):
    """The cell of the text, whose state begins with a learned value, and a plain layer behind it."""

    def __init__(self):
        super().__init__()
        self.weight = Parameter(torch.zeros(6, 10))
        self.bias = Parameter(torch.zeros(6))
        self.begin = Parameter(torch.zeros(6))
        self.rnn = RNN(6, 6, batch_first=True)

    def forward(self, x, state):
        h, behind = (self.begin.expand(x.shape[0], 6), None) if state is None else state
        steps = []
        for t in range(x.shape[1]):
            h = torch.tanh(torch.cat([x[:, t], h], dim=1) @ self.weight.T + self.bias)
            steps.append(h)
        y, behind = self.rnn(torch.stack(steps, dim=1), behind)
        return y, (h, behind)

    def ours(self):
        named = {"dense_1.weight": self.weight, "dense_1.bias": self.bias, "begin": self.begin}
        return {f"z/begun_1/{n}" if "." in n else f"z/begun_1.{n}": (p, slice(None)) for n, p in named.items()}


def rows(state, keep):
    """The detached state of some examples; the batch is the last axis but one."""
    if state is None or isinstance(state, torch.Tensor):
        return None if state is None else state.detach()[..., keep, :]
    return tuple(rows(s, keep) for s in state)


def make(kind, net, ours, tensors):
    g = torch.Generator().manual_seed(11)
    net = net.double()
    for name, p in net.named_parameters():
        p.data = uniform(g, *p.shape)
        if name.split(".")[-1].startswith("bias_hh"):
            p.data[: 2 * (p.shape[0] // 3) if kind == "Gru" else None] = 0
    longest = int(LENGTHS.max())
    x, t, start = uniform(g, 4, longest, 4), uniform(g, 4, longest, 6), uniform(g, 4, 6)
    named = {"x": x, "t": t, "length": LENGTHS}
    if kind == "Gru":
        named["start"] = start
    paths = ours(net)
    for path, (weight, at) in paths.items():
        named[path] = weight.data[at].clone()
    frozen = [p for n, p in net.named_parameters() if n.split(".")[-1].startswith("bias_hh")]
    state = start[None] if kind == "Gru" else None
    alive = torch.arange(4)
    losses = count = 0
    for begin in range(0, longest, STRETCH):
        keep = LENGTHS[alive] > begin
        alive = alive[keep]
        state = rows(state, keep)
        piece = slice(begin, min(begin + STRETCH, longest))
        z, state = net(x[alive, piece], state)
        valid = (torch.arange(piece.start, piece.stop)[None, :] < LENGTHS[alive, None]).double()[:, :, None]
        loss = (((z - t[alive, piece]) ** 2) * valid).sum() / (valid.sum() * 6)
        net.zero_grad()
        loss.backward()
        for p in net.parameters():
            if any(p is f for f in frozen):  # one of the two biases is none of ours
                p.grad[: 2 * (p.shape[0] // 3) if kind == "Gru" else None] = 0
            p.data -= 0.5 * p.grad
        losses, count = losses + len(alive) * loss.item(), count + len(alive)
    for path, (weight, at) in paths.items():
        named[f"after/{path}"] = weight.data[at]
    named["loss"] = torch.tensor(losses / count)
    for name, value in named.items():
        tensors[f"{kind}/{name}"] = f32(value)


def main():
    tensors = {}
    make("Lstm", LSTM(4, 6, batch_first=True), lambda net: parts("Lstm", net, "", "z/lstm_1"), tensors)
    make("Gru", GRU(4, 6, batch_first=True), lambda net: parts("Gru", net, "", "z/gru_1"), tensors)
    make("Begun", Begun(), lambda net: net.ours() | parts("Rnn", net.rnn, "", "z/rnn_1"), tensors)
    write_safetensors(OUT / "truncated.safetensors", tensors, {"torch": torch.__version__})


if __name__ == "__main__":
    main()
