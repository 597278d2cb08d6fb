"""Writes image/pillow.safetensors: what Pillow and torchvision make of a small picture.

Run with Pillow 9.4, torchvision 0.14 and numpy:  python3 runtime/src/test/python/make_pictures.py
"""

import json
import pathlib
import struct

import numpy as np
from PIL import Image, ImageEnhance
from torchvision.transforms import functional as f

OUT = pathlib.Path(__file__).parent.parent / "resources" / "image" / "pillow.safetensors"


def picture(height, width):
    """Smooth colours with a bright edge and noise, so that filters show."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:height, 0:width]
    planes = [128 + 100 * np.sin(0.3 * x + c) * np.cos(0.2 * y - c) for c in range(3)]
    pixels = np.stack(planes, axis=2) + rng.normal(0, 12, (height, width, 3))
    pixels[height // 3 : height // 2, width // 4 : width // 2] = (255, 0, 200)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def jitter(image, brightness, contrast, saturation):
    image = ImageEnhance.Brightness(image).enhance(brightness)
    image = ImageEnhance.Contrast(image).enhance(contrast)
    return ImageEnhance.Color(image).enhance(saturation)


def main():
    source = picture(31, 43)
    bilinear, bicubic = f.InterpolationMode.BILINEAR, f.InterpolationMode.BICUBIC
    results = {
        "source": source,
        "resize(16)": f.resize(source, 16, bilinear),
        "resize(50)": f.resize(source, 50, bilinear),
        "resize([9,60])": f.resize(source, [9, 60], bilinear),
        "resize(16,filter=bicubic)": f.resize(source, 16, bicubic),
        "resize([70,20],filter=bicubic)": f.resize(source, [70, 20], bicubic),
        "center_crop(20)": f.center_crop(source, 20),
        "center_crop([31,12])": f.center_crop(source, [31, 12]),
        "jitter(0.7,1.4,0.5)": jitter(source, 0.7, 1.4, 0.5),
        "jitter(1.3,0.6,1.5)": jitter(source, 1.3, 0.6, 1.5),
    }
    header, data, offset = {}, b"", 0
    for name, image in results.items():
        values = np.asarray(image).astype("<f4")
        header[name] = {
            "dtype": "F32",
            "shape": list(values.shape),
            "data_offsets": [offset, offset + values.nbytes],
        }
        data += values.tobytes()
        offset += values.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    main()
