"""pipeline.py DESCRIPTION: runs a pipeline of GStreamer to the end of its input. Of an element named `pay`, which makes RTP
of it, prints what it sends, as --rtpmap takes it."""

import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

Gst.init(None)
pipeline = Gst.parse_launch(sys.argv[1])
pipeline.set_state(Gst.State.PLAYING)
last = pipeline.get_bus().timed_pop_filtered(Gst.CLOCK_TIME_NONE, Gst.MessageType.EOS | Gst.MessageType.ERROR)
pay = pipeline.get_by_name("pay")
if pay and last.type == Gst.MessageType.EOS:
    sent = pay.get_static_pad("src").get_current_caps().get_structure(0)
    print("{payload}={encoding-name}/{clock-rate}".format_map(
        {name: sent.get_value(name) for name in ("payload", "encoding-name", "clock-rate")}))
pipeline.set_state(Gst.State.NULL)
if last.type == Gst.MessageType.ERROR:
    sys.exit(last.parse_error().gerror.message)
