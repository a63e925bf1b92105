"""Files that the browser reads and sends with an event, in base64: nothing of them is kept by the server."""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import PurePosixPath

from assistant.errors import BadInput

_TOO_LARGE = "too large"  # no base64, so that `decoded` refuses it


def read_files(kept: int, largest: int, *places: str) -> str:
    """A script that sends the first `kept` inputs of an event, then name and bytes of the file chosen at each place.

    A place is the id of an element with a file input in it; "" and "" are sent where none is chosen.
    """
    return f"""async (...inputs) => {{
  const sent = inputs.slice(0, {kept});
  for (const place of {json.dumps(places)}) {{
    const file = document.querySelector('#' + place + ' input')?.files[0];
    if (!file || file.size > {largest}) {{
      sent.push(file?.name ?? '', file ? '{_TOO_LARGE}' : '');
      continue;
    }}
    const bytes = new Uint8Array(await file.arrayBuffer());
    let data = '';
    for (let at = 0; at < bytes.length; at += 32768) data += String.fromCharCode(...bytes.subarray(at, at + 32768));
    sent.push(file.name, btoa(data));
  }}
  return sent;
}}"""


def decoded(name: str, data: str, largest: int, otherwise: str) -> tuple[str, bytes]:
    """The file's plain name and its bytes. Raises BadInput where it is too large; `otherwise` says what takes it then."""
    plain = PurePosixPath(name.replace("\\", "/")).name[:200] or "file"
    try:
        return plain, base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput(f"{plain} is larger than {largest // 2**20} MiB; {otherwise}") from error
