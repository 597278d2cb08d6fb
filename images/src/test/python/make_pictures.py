"""Writes the pictures of the tests: four coloured quarters in files of many kinds.

Run with Pillow 9.4:  python3 images/src/test/python/make_pictures.py
"""

import pathlib

from PIL import Image

OUT = pathlib.Path(__file__).parent.parent / "resources" / "pictures"


def quarters(width=32, height=16):
    """Red and green above, blue and white below."""
    image = Image.new("RGB", (width, height), (255, 255, 255))
    image.paste((255, 0, 0), (0, 0, width // 2, height // 2))
    image.paste((0, 255, 0), (width // 2, 0, width, height // 2))
    image.paste((0, 0, 255), (0, height // 2, width // 2, height))
    return image


STORED = {  # how the scene is stored so that the orientation turns it back
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    scene = quarters()
    scene.save(OUT / "plain.png")
    scene.save(OUT / "plain.bmp")
    scene.save(OUT / "plain.gif")
    scene.save(OUT / "plain.jpg", quality=95, subsampling=0)
    scene.convert("CMYK").save(OUT / "cmyk.jpg", quality=95)
    scene.convert("L").save(OUT / "grey.png")
    clear = scene.convert("RGBA")
    clear.putalpha(Image.new("L", scene.size, 255))
    clear.paste((0, 0, 0, 0), (0, 0, 16, 8))
    clear.save(OUT / "alpha.png")
    deep = Image.new("I;16", scene.size, 0x8080)
    deep.save(OUT / "deep.png")
    for value, transpose in STORED.items():
        exif = Image.Exif()
        exif[0x0112] = value
        stored = scene if transpose is None else scene.transpose(transpose)
        stored.save(OUT / f"exif{value}.jpg", quality=95, subsampling=0, exif=exif)


if __name__ == "__main__":
    main()
