"""gstreamer.py PORT DIGITS: sends the digits as GStreamer does, by rtpdtmfsrc and by dtmfsrc, to that port of the
loopback interface: each pressed for 100 ms, one every 200 ms."""

import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import GLib, Gst  # noqa: E402

port, digits = sys.argv[1], sys.argv[2]
Gst.init(None)
sink = "udpsink host=127.0.0.1 async=false port=" + port
pipeline = Gst.parse_launch(
    f"dtmfsrc name=tones ! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay ! {sink} "
    f"rtpdtmfsrc name=events pt=101 clock-rate=8000 ! {sink}")
loop = GLib.MainLoop()
sources = [pipeline.get_by_name(name) for name in ("tones", "events")]


def press(source, number, start):
    fields = {"type": 1, "number": number, "volume": 10, "start": start, "method": 1 if source.name == "events" else 2}
    structure = Gst.Structure.new_empty("dtmf-event")
    for key, value in fields.items():
        structure.set_value(key, value)
    source.get_static_pad("src").send_event(Gst.Event.new_custom(Gst.EventType.CUSTOM_UPSTREAM, structure))


def schedule(source, offset):
    for index, digit in enumerate(digits):
        number = "0123456789*#ABCD".index(digit)
        GLib.timeout_add(offset + 250 * index, press, source, number, True)
        GLib.timeout_add(offset + 250 * index + 100, press, source, number, False)


pipeline.set_state(Gst.State.PLAYING)
schedule(sources[1], 500)
schedule(sources[0], 500 + 250 * len(digits) + 500)
GLib.timeout_add(500 * len(digits) + 2000, loop.quit)
loop.run()
pipeline.set_state(Gst.State.NULL)
