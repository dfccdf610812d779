// swift-tools-version: 6.3
import PackageDescription

// Every target is built this way: data races, unsafe memory and warnings are errors.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

/// A module of ours; its arrows go down only.
func module(_ name: String, on lower: [String] = [], path: String? = nil, exclude: [String] = [])
  -> Target
{
  .target(
    name: name, dependencies: lower.map { .byName(name: $0) }, path: path, exclude: exclude,
    swiftSettings: strict)
}

/// A door to a C library, opened by exactly one module above it.
func door(_ name: String, path: String? = nil, pkgConfig: String? = nil, apt: String...) -> Target {
  .systemLibrary(name: name, path: path, pkgConfig: pkgConfig, providers: [.apt(apt)])
}

func tests(_ name: String, on dependencies: [String]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ([name] + dependencies).map { .byName(name: $0) },
    swiftSettings: strict)
}

let floor7: [Target] = [
  .executableTarget(
    name: "rtp2wav",
    dependencies: [
      "Extraction", "Synthesis", "DTMFAnalysis", "Playout", "Codecs", "RTP", "Signalling",
      "Capture",
      "SoundFile",
      "Tones", "Audio", "NetworkBytes",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    swiftSettings: strict)
]
let floor6 = [
  module(
    "Extraction",
    on: [
      "DTMFAnalysis", "Playout", "Codecs", "RTP", "Signalling", "Capture", "SoundFile", "Tones",
      "Audio", "NetworkBytes", "CLinux",
    ]),
  module("Synthesis", on: ["Codecs", "SoundFile", "Tones", "Audio", "NetworkBytes"]),
]
let floor5 = [module("DTMFAnalysis", on: ["RTP", "Tones", "Audio", "NetworkBytes"])]
let floor4 = [module("Playout", on: ["Codecs", "RTP", "Tones", "Audio"])]
let floor3 = [
  module(
    "Codecs", on: ["CSpanDSP", "COpus", "Audio", "NetworkBytes"], path: "Codecs",
    exclude: ["CSpanDSP", "COpus"])
]
let floor2 = [
  module("RTP", on: ["Audio", "NetworkBytes"]),
  module("Signalling", on: ["Audio", "NetworkBytes"]),
  module("Capture", on: ["CCompression", "CPcap", "NetworkBytes"]),
  module("SoundFile", on: ["CSndFile", "Audio"]),
  module("Tones", on: ["Audio"]),
]
let floor1 = [module("NetworkBytes"), module("Audio", on: ["CSoxr"])]
let floor0 = [
  door(
    "CCompression", pkgConfig: "zlib libzstd liblz4", apt: "zlib1g-dev", "libzstd-dev",
    "liblz4-dev"),
  door("CLinux"),
  door("CPcap", pkgConfig: "libpcap", apt: "libpcap-dev"),
  door("CSndFile", pkgConfig: "sndfile", apt: "libsndfile1-dev"),
  door("CSoxr", pkgConfig: "soxr", apt: "libsoxr-dev"),
  door("CSpanDSP", path: "Codecs/CSpanDSP", pkgConfig: "spandsp", apt: "libspandsp-dev"),
  door("COpus", path: "Codecs/COpus", pkgConfig: "opus", apt: "libopus-dev"),
]

let package = Package(
  name: "rtp2wav",
  products: [.executable(name: "rtp2wav", targets: ["rtp2wav"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: floor7 + floor6 + floor5 + floor4 + floor3 + floor2 + floor1 + floor0
    + [
      tests("NetworkBytes", on: []),
      tests("Audio", on: []),
      tests("Capture", on: ["NetworkBytes"]),
      tests("Signalling", on: ["Audio", "NetworkBytes"]),
      tests("SoundFile", on: ["TestSupport"]),
      tests("rtp2wav", on: []),
      tests("RTP", on: ["NetworkBytes", "TestSupport"]),
      tests("Tones", on: ["Audio", "ToneSignals", "CSpanDSPTones"]),
      tests("Playout", on: ["Codecs", "RTP", "Audio", "TestSupport"]),
      tests(
        "Synthesis",
        on: [
          "Extraction", "Playout", "Codecs", "RTP", "SoundFile", "Tones", "Audio", "CSpanDSPTones",
        ]),
      tests("Codecs", on: ["Audio", "CSpanDSP", "COpus", "TestSupport"]),
      tests("DTMFAnalysis", on: ["RTP", "Tones"]),
      tests(
        "Extraction",
        on: [
          "DTMFAnalysis", "Playout", "Codecs", "RTP", "Signalling", "Capture", "SoundFile",
          "Tones", "Audio", "NetworkBytes", "TestSupport",
        ]),
      module("TestSupport", path: "Tests/TestSupport"),
      // What measures, and what it measures against: no part of the product.
      door(
        "CSpanDSPTones", path: "Tests/CSpanDSPTones", pkgConfig: "spandsp",
        apt: "libspandsp-dev"),
      module("ToneSignals", on: ["Tones", "CSpanDSPTones"], path: "Tests/ToneSignals"),
      .executableTarget(
        name: "bench-dtmf", dependencies: ["Tones", "ToneSignals", "Audio", "CSpanDSPTones"],
        path: "Tests/Benchmarks/DTMF", swiftSettings: strict),
    ]
)
