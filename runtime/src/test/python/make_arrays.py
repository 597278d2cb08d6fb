"""Arrays as NumPy writes them, for NpyTest: python3 make_arrays.py FOLDER (NumPy 1.24)."""

import sys

import numpy as np

folder = sys.argv[1]
values = np.array([[0, 1, -2], [3.5, 100, -0.25]])
whole = np.array([0, 1, 2, 100, 127])

for code in ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8"]:
    np.save(f"{folder}/{code[1:]}{'le' if code[0] == '<' else 'be'}.npy", values.astype(code))
for code in ["|i1", "|u1", "<i2", ">u2", "<u4", ">i4", "<i8", ">u8"]:
    np.save(f"{folder}/{code[1:]}.npy", whole.astype(code))
np.save(f"{folder}/b1.npy", np.array([True, False, True]))
np.save(f"{folder}/scalar.npy", np.array(7.0))
np.save(f"{folder}/columns.npy", np.asfortranarray(values))
np.save(f"{folder}/objects.npy", np.array(["a", 1], dtype=object), allow_pickle=True)
np.save(f"{folder}/records.npy", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f4")]))
np.save(f"{folder}/large.npy", np.array([2**63, 1], dtype="<u8"))
pictures = np.arange(16, dtype="u1").reshape(4, 2, 2)
digits = np.array([3, 1, 0, 9])
np.savez(f"{folder}/stored.npz", image=pictures, digit=digits)
np.savez_compressed(f"{folder}/packed.npz", image=pictures, digit=digits)
