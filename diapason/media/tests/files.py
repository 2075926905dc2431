"""Small images and videos that tests make, with what cameras and hostile people put in them."""

import io
import struct
import zlib

import av
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PARIS = "+48.8566+002.3522/"


def picture(width=80, height=60, mime="JPEG", mode="RGB", colour="teal", **options) -> bytes:
    data = io.BytesIO()
    Image.new(mode, (width, height), colour).save(data, mime, **options)
    return data.getvalue()


def noise(width: int, height: int, mime="PNG", mode="RGB") -> bytes:
    """An image that does not compress."""
    data = io.BytesIO()
    size = width * height * len(mode)
    state, raw = 1, bytearray()
    for _ in range(size):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        raw.append(state >> 16 & 255)
    Image.frombytes(mode, (width, height), bytes(raw)).save(data, mime)
    return data.getvalue()


def located_photo() -> bytes:
    """A JPEG on its side, that says where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter clockwise
    exif[0x013B] = "Camille Roux"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 8.0)})
    return picture(80, 60, exif=exif.tobytes(), comment=b"taken at home")


def moving(frames=4, mime="GIF") -> bytes:
    data = io.BytesIO()
    pictures = [Image.new("RGB", (40, 30), (60 * number, 0, 0)) for number in range(frames)]
    pictures[0].save(data, mime, save_all=True, append_images=pictures[1:], duration=80, loop=0)
    return data.getvalue()


def bomb(width=60000, height=60000) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def video(path, seconds=1, width=64, height=48, codec="libx264", form="mp4", metadata=True) -> bytes:
    with av.open(str(path), "w", format=form) as output:
        if metadata:
            output.metadata["location"] = PARIS
            output.metadata["comment"] = "taken at home"
        stream = output.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(seconds * 10):
            frame = av.VideoFrame.from_image(Image.new("RGB", (width, height), (number * 10 % 255, 80, 80)))
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return bytes(path.read_bytes())


def only_sound(path) -> bytes:
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=44100)
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.sample_rate = 44100
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.pts = 0
        output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return bytes(path.read_bytes())


def upload(data: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def gradient(width: int, height: int, seed: int = 1) -> bytes:
    """A photo-like picture, not the same for each seed."""
    data = io.BytesIO()
    across = Image.linear_gradient("L").resize((width, height))
    round_light = Image.radial_gradient("L").resize((width, height))
    Image.merge("RGB", (across, round_light, Image.new("L", (width, height), 40 * seed % 255))).save(data, "JPEG", quality=85)
    return data.getvalue()
