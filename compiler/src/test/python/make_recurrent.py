"""Makes recurrent.safetensors under src/test/resources/torch from PyTorch, an independent witness.

Never run by the build. To refresh: python3 compiler/src/test/python/make_recurrent.py

The networks are those of recurrent.nnet: a layer that runs in both directions, then one that runs
forward, over packed sequences of different lengths where the text says so. Computed in float64 from
values that are exact in float32. Of our biases one half of PyTorch's is zero, except the inner one
of the gated unit. Tensors: <network>/x, t, length, start; weights by their paths; z, h, c, loss;
gradient/<path>.
"""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from make_fixtures import OUT, f32, write_safetensors

LENGTHS = torch.tensor([7, 3, 1, 5])


def uniform(generator, *shape):
    return (torch.rand(*shape, generator=generator) - 0.5).float().double()


def run(layer, x, lengths, state):
    if lengths is None:
        return layer(x, state)
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    z, last = layer(packed, state)
    return pad_packed_sequence(z, batch_first=True, total_length=7)[0], last


def parts(kind, layer, suffix, path):
    """Our paths and the tensors of PyTorch that hold the same."""
    weights = dict(layer.named_parameters())
    units = weights[f"weight_hh_l0{suffix}"].shape[1]
    ours = {
        f"{path}.weight": (f"weight_ih_l0{suffix}", slice(None)),
        f"{path}.recurrent": (f"weight_hh_l0{suffix}", slice(None)),
        f"{path}.bias": (f"bias_ih_l0{suffix}", slice(None)),
    }
    if kind == "Gru":
        ours[f"{path}.inner"] = (f"bias_hh_l0{suffix}", slice(2 * units, None))
    return {name: (weights[theirs], at) for name, (theirs, at) in ours.items()}


def make(kind, one, two, tensors, lengths):
    g = torch.Generator().manual_seed(5)
    first = one(4, 3, batch_first=True, bidirectional=True).double()
    second = two(6, 6, batch_first=True).double()
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
    state = last if kind == "Lstm" else (last,)
    loss = loss + sum(s[0] ** 2 for s in state).mean()
    loss.backward()
    named = {"x": x, "t": t, "z": z, "loss": loss, "h": state[0][0]}
    if kind == "Lstm":
        named["c"] = state[1][0]
    if kind == "Gru":
        named["start"] = start
    if lengths is not None:
        named["length"] = lengths
    ours = parts(kind, first, "", f"y/bidirectional_1/forward/{kind.lower()}_1")
    ours |= parts(kind, first, "_reverse", f"y/bidirectional_1/backward/{kind.lower()}_1")
    ours |= parts(kind, second, "", f"z/{kind.lower()}_1")
    for path, (weight, at) in ours.items():
        named[path] = weight.data[at]
        named[f"gradient/{path}"] = weight.grad[at]
    for name, value in named.items():
        tensors[f"{kind}/{name}"] = f32(value)


def main():
    tensors = {}
    make("Lstm", torch.nn.LSTM, torch.nn.LSTM, tensors, LENGTHS)
    make("Gru", torch.nn.GRU, torch.nn.GRU, tensors, LENGTHS)
    relu = lambda *a, **k: torch.nn.RNN(*a, nonlinearity="relu", **k)
    make("Rnn", torch.nn.RNN, relu, tensors, None)
    write_safetensors(OUT / "recurrent.safetensors", tensors, {"torch": torch.__version__})


if __name__ == "__main__":
    main()
