"""correlation.py VOICE WAV...: how much of the voice is heard in one of the files, wherever in it that begins: 1 where
all of it is, and nothing else is there."""

import array
import math
import operator
import sys
import wave


def samples(path):
    with wave.open(path) as file:
        return array.array("h", file.readframes(file.getnframes())), file.getframerate()


def correlation(left, right):
    power = sum(map(operator.mul, left, left)) * sum(map(operator.mul, right, right))
    return sum(map(operator.mul, left, right)) / math.sqrt(power) if power else 0


def likest(part, whole, starts):
    """Where the part is: the start of the stretch that resembles it most."""
    return max(starts, key=lambda start: correlation(part, whole[start : start + len(part)]))


def loudness(sound, step):
    levels = [sum(map(abs, sound[at : at + step])) for at in range(0, len(sound) - step + 1, step)]
    mean = sum(levels) / len(levels)
    return [level - mean for level in levels]


def heard(voice, path):
    found, rate = samples(path)
    # The end of the voice, or of its delay by the codec, may not have come.
    found.extend([0] * len(voice))
    step = rate // 100
    shape, levels = loudness(voice, step), loudness(found, step)
    about = step * likest(shape, levels, range(len(levels) - len(shape) + 1))
    # A stretch of it tells to the sample.
    starts = range(max(0, about - 2 * step) + rate, about + 2 * step + rate)
    at = likest(voice[rate : rate + 8000], found, starts) - rate
    return correlation(voice, found[at : at + len(voice)])


voice, _ = samples(sys.argv[1])
print(f"{max(heard(voice, path) for path in sys.argv[2:]):.3f}")
