"""Makes recurrent.safetensors under src/test/resources/torch from PyTorch, an independent witness.

Never run by the build. To refresh: python3 compiler/src/test/python/make_recurrent.py

The networks are those of recurrent.nnet: a layer that runs in both directions, then one that runs
forward, over packed sequences of different lengths where the text says so. Computed in float64 from
values that are exact in float32. Of our biases one half of PyTorch's is zero, except the inner one
of the gated unit. Tensors: <network>/x, t, length, start; weights by their paths; z, h, c, loss;
gradient/<path>.

The files in loaded/ are weights as PyTorch writes them, named as the <network>.names there say.
"""

from functools import partial

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from make_fixtures import OUT, f32, write_safetensors

LENGTHS = torch.tensor([7, 3, 1, 5])


def uniform(generator, *shape):
    return (torch.rand(*shape, generator=generator) - 0.5).float().double()


def run(layer, x, lengths, state):
    if isinstance(layer, Written):
        return layer(x, lengths)
    if lengths is None:
        return layer(x, state)
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    z, last = layer(packed, state)
    return pad_packed_sequence(z, batch_first=True, total_length=7)[0], last


def parts(kind, layer, suffix, path):
    """Our paths and the tensors of PyTorch that hold the same."""
    weights = dict(layer.named_parameters())
    if kind == "Normed":
        ours = {"dense_1": ("weight", "bias"), "layer_norm_1": ("scale", "shift")}
        pairs = [(inner, name) for inner, names in ours.items() for name in names]
        return {f"{path}/{i}.{n}": (weights[f"{n}_l0{suffix}"], slice(None)) for i, n in pairs}
    units = weights[f"weight_hh_l0{suffix}"].shape[0] // 3
    ours = {
        f"{path}.weight": (f"weight_ih_l0{suffix}", slice(None)),
        f"{path}.recurrent": (f"weight_hh_l0{suffix}", slice(None)),
        f"{path}.bias": (f"bias_ih_l0{suffix}", slice(None)),
    }
    if kind == "Gru":
        ours[f"{path}.inner"] = (f"bias_hh_l0{suffix}", slice(2 * units, None))
    if kind == "Projected":
        ours[f"{path}.project"] = (f"weight_hr_l0{suffix}", slice(None))
    if kind == "Peepholes":
        for gate in "ifo":
            ours[f"{path}.peephole_{gate}"] = (f"peephole_{gate}_l0{suffix}", slice(None))
    return {name: (weights[theirs], at) for name, (theirs, at) in ours.items()}


class Written(torch.nn.Module):
    """A recurrent layer that PyTorch has not, step by step: only its autograd is used."""

    states = 1

    def __init__(self, inputs, units, batch_first, bidirectional=False):
        super().__init__()
        self.units = units
        self.suffixes = ["", "_reverse"] if bidirectional else [""]
        for suffix in self.suffixes:
            for name, size in self.sizes(inputs, units).items():
                self.register_parameter(f"{name}_l0{suffix}", torch.nn.Parameter(torch.zeros(size)))

    def direction(self, x, suffix):
        end = "_l0" + suffix
        w = {n[: -len(end)]: p for n, p in self.named_parameters() if n.endswith(end)}
        state = [torch.zeros(1, self.units, dtype=x.dtype)] * self.states
        steps = []
        for t in reversed(range(x.shape[1])) if suffix else range(x.shape[1]):
            state = self.step(w, x[:, t], *state)
            steps.append(state[0])
        return torch.stack(steps[::-1] if suffix else steps, dim=1), state

    def forward(self, x, lengths):
        outputs, finals = [], []
        for example, length in zip(x, [x.shape[1]] * len(x) if lengths is None else lengths.tolist()):
            z, states = zip(*(self.direction(example[None, :length], s) for s in self.suffixes))
            padding = (0, 0, 0, x.shape[1] - length)
            outputs.append(torch.nn.functional.pad(torch.cat(z, dim=2), padding))
            finals.append([torch.stack(s) for s in zip(*states)])
        last = tuple(torch.cat(s, dim=1) for s in zip(*finals))
        return torch.cat(outputs), last if self.states > 1 else last[0]


class Peepholes(Written):
    """An LSTM whose gates see its state (Gers et al., 2002)."""

    states = 2

    def sizes(self, inputs, units):
        sizes = {"weight_ih": (4 * units, inputs), "weight_hh": (4 * units, units)}
        sizes |= {"bias_ih": (4 * units,), "bias_hh": (4 * units,)}
        return sizes | {f"peephole_{gate}": (units,) for gate in "ifo"}

    def step(self, w, x, h, c):
        gates = x @ w["weight_ih"].T + w["bias_ih"] + h @ w["weight_hh"].T + w["bias_hh"]
        i, f, g, o = gates.chunk(4, dim=1)
        i = torch.sigmoid(i + w["peephole_i"] * c)
        f = torch.sigmoid(f + w["peephole_f"] * c)
        c = f * c + i * torch.tanh(g)
        return torch.sigmoid(o + w["peephole_o"] * c) * torch.tanh(c), c


class Normed(Written):
    """The cell of the text: a dense layer of input and state, normalised (Ba et al., 2016)."""

    def sizes(self, inputs, units):
        return {"weight": (units, inputs + units), "bias": (units,), "scale": (units,), "shift": (units,)}

    def step(self, w, x, h):
        a = torch.cat([x, h], dim=1) @ w["weight"].T + w["bias"]
        return (torch.tanh(torch.nn.functional.layer_norm(a, (self.units,), w["scale"], w["shift"])),)


def make(kind, one, two, tensors, lengths):
    g = torch.Generator().manual_seed(5)
    first = one(batch_first=True, bidirectional=True).double()
    second = two(batch_first=True).double()
    for layer in (first, second):
        for name, p in layer.named_parameters():
            p.data = uniform(g, *p.shape)
            if name.startswith("bias_hh"):
                units = p.shape[0] // 3
                p.data[: 2 * units if kind == "Gru" else None] = 0
    x, t, start = uniform(g, 4, 7, 4), uniform(g, 4, 7, 6), uniform(g, 4, 6)
    y, _ = run(first, x, lengths, None)
    z, last = run(second, y, lengths, start[None] if kind == "Gru" else None)
    if lengths is None:
        loss = ((z - t) ** 2).mean()
    else:
        valid = (torch.arange(7)[None, :] < lengths[:, None]).double()[:, :, None]
        loss = (((z - t) ** 2) * valid).sum() / (valid.sum() * 6)
    state = last if isinstance(last, tuple) else (last,)
    loss = loss + sum((s[0] ** 2).mean() for s in state)
    loss.backward()
    named = {"x": x, "t": t, "z": z, "loss": loss, "h": state[0][0]}
    if len(state) == 2:
        named["c"] = state[1][0]
    if kind == "Gru":
        named["start"] = start
    if lengths is not None:
        named["length"] = lengths
    layer = "lstm" if len(state) == 2 else kind.lower()
    ours = parts(kind, first, "", f"y/bidirectional_1/forward/{layer}_1")
    ours |= parts(kind, first, "_reverse", f"y/bidirectional_1/backward/{layer}_1")
    ours |= parts(kind, second, "", f"z/{layer}_1")
    for path, (weight, at) in ours.items():
        named[path] = weight.data[at]
        named[f"gradient/{path}"] = weight.grad[at]
    for name, value in named.items():
        tensors[f"{kind}/{name}"] = f32(value)


def save(kind, one, two):
    """Weights as PyTorch users have them, with both biases, and what their network makes of x."""
    g = torch.Generator().manual_seed(7)
    net = torch.nn.ModuleDict({"encoder": one(bidirectional=True), "head": two()})
    for p in net.parameters():
        p.data = uniform(g, *p.shape).float()
    x = uniform(g, 4, 7, 4)
    weights = {name: f32(p) for name, p in net.state_dict().items()}
    net.double()
    z, _ = run(net["head"], run(net["encoder"], x, LENGTHS, None)[0], LENGTHS, None)
    write_safetensors(OUT / "loaded" / f"{kind}.weights.safetensors", weights, {})
    data = {"x": f32(x), "length": f32(LENGTHS), "z": f32(z)}
    write_safetensors(OUT / "loaded" / f"{kind}.data.safetensors", data, {"torch": torch.__version__})


def main():
    tensors = {}
    lstm, gru, rnn = torch.nn.LSTM, torch.nn.GRU, torch.nn.RNN
    make("Lstm", partial(lstm, 4, 3), partial(lstm, 6, 6), tensors, LENGTHS)
    make("Gru", partial(gru, 4, 3), partial(gru, 6, 6), tensors, LENGTHS)
    make("Rnn", partial(rnn, 4, 3), partial(rnn, 6, 6, nonlinearity="relu"), tensors, None)
    one, two = partial(lstm, 4, 5, proj_size=3), partial(lstm, 6, 8, proj_size=6)
    make("Projected", one, two, tensors, LENGTHS)
    make("Peepholes", partial(Peepholes, 4, 3), partial(Peepholes, 6, 6), tensors, None)
    make("Normed", partial(Normed, 4, 3), partial(Normed, 6, 6), tensors, LENGTHS)
    save("Lstm", partial(lstm, 4, 3, batch_first=True), partial(lstm, 6, 6, batch_first=True))
    save("Gru", partial(gru, 4, 3, batch_first=True), partial(gru, 6, 6, batch_first=True))
    one = partial(lstm, 4, 5, proj_size=3, batch_first=True)
    save("Projected", one, partial(lstm, 6, 8, proj_size=6, batch_first=True))
    write_safetensors(OUT / "recurrent.safetensors", tensors, {"torch": torch.__version__})


if __name__ == "__main__":
    main()
