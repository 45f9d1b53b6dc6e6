"""Profile pictures: what is taken in, and what becomes of it."""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FOLDER = "pictures"
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 256
FORMATS = ("JPEG", "PNG", "WEBP")


def read_portrait(upload: "UploadedFile[Any]") -> bytes:
    """The uploaded picture as a square WebP of 256 pixels, upright, without metadata.

    Raises ValidationError with a sentence. The size is read from the header
    and refused before a pixel is decoded.
    """
    if upload.size is None or upload.size > MOST_BYTES:
        raise ValidationError(_("The picture is larger than 5 MB. Choose a smaller one."))
    unreadable = ValidationError(
        _("This file could not be read as a picture. Choose a JPEG, PNG or WebP file.")
    )
    too_wide = ValidationError(_("The picture has more than 40 megapixels. Choose a smaller one."))
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise too_wide
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            square = ImageOps.fit(upright, (SIDE, SIDE))
            # A fresh image carries no EXIF, comment or colour profile over.
            portrait = Image.new("RGB", (SIDE, SIDE), "white")
            portrait.paste(square, mask=square)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_wide from None
    except (OSError, SyntaxError, ValueError):  # what Pillow raises for a broken file
        raise unreadable from None
    out = io.BytesIO()
    portrait.save(out, "WEBP", quality=85)
    return out.getvalue()
