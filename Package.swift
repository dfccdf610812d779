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

// What is there once more for processors with AVX2; which way is taken is decided at run time.
#if arch(x86_64)
  let forAVX2: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-mavx2"])]
#else
  let forAVX2: [SwiftSetting] = []
#endif

/// A module of ours; its arrows go down only.
func module(_ name: String, on lower: [String] = [], path: String? = nil, exclude: [String] = [])
  -> Target
{
  .target(
    name: name, dependencies: lower.map { .byName(name: $0) }, path: path, exclude: exclude,
    swiftSettings: strict)
}

/// A door to a C library, opened by exactly one module above it; the first call loads the library.
func door(_ name: String, path: String? = nil) -> Target {
  .target(name: name, dependencies: ["COnDemand"], path: path, publicHeadersPath: ".")
}

func tests(_ name: String, on dependencies: [String]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ([name] + dependencies).map { .byName(name: $0) },
    swiftSettings: strict)
}

let floor8: [Target] = [
  .executableTarget(
    name: "rtp2wav",
    dependencies: [
      "Extraction", "Synthesis", "Reporting", "DTMFAnalysis", "Playout", "Codecs", "RTP", "SRTP",
      "TLS", "Cryptography",
      "Signalling", "Capture", "SoundFile", "Audio", "NetworkBytes", "JSON", "Files",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    swiftSettings: strict)
]
let floor7 = [
  module(
    "Extraction",
    on: [
      "Reporting", "Demultiplexing", "Playout", "RTP", "Signalling", "Capture", "SoundFile",
      "Tones", "Audio", "NetworkBytes", "Files",
    ]),
  module(
    "Synthesis",
    on: [
      "Codecs", "SRTP", "SoundFile", "Tones", "Cryptography", "Audio", "NetworkBytes", "Files",
    ]),
]
let floor6 = [
  module(
    "Reporting",
    on: [
      "Demultiplexing", "DTMFAnalysis", "Playout", "Codecs", "RTP", "SRTP", "Signalling", "Capture",
      "TLS", "Tones", "Audio", "NetworkBytes", "JSON",
    ])
]
let floor5 = [
  module(
    "Demultiplexing",
    on: [
      "Playout", "Codecs", "RTP", "SRTP", "Signalling", "Capture", "TLS", "Cryptography", "Audio",
      "NetworkBytes",
    ]),
  module("DTMFAnalysis", on: ["RTP", "Tones", "Audio"]),
]
let floor4 = [module("Playout", on: ["Codecs", "RTP", "SRTP", "Tones", "Audio", "NetworkBytes"])]
let floor3 = [
  module(
    "Codecs",
    on: [
      "AVX2", "CProcessor", "CSpanDSP", "COpus", "CBcg729", "CAMR", "CSpeex", "CLibAV", "Audio",
      "NetworkBytes",
    ],
    path: "Codecs",
    exclude: [
      "AVX2", "CProcessor", "CSpanDSP", "COpus", "CBcg729", "CAMR", "CSpeex", "CLibAV",
    ])
]
let floor2 = [
  module("RTP", on: ["Audio", "NetworkBytes"]),
  module("Signalling", on: ["Audio", "NetworkBytes"]),
  module("SRTP", on: ["Cryptography", "NetworkBytes"]),
  module("Capture", on: ["CCompression", "CPcap", "NetworkBytes", "Files"]),
  module("TLS", on: ["Cryptography", "NetworkBytes"]),
  module("SoundFile", on: ["CSndFile", "Files"]),
  module("Tones", on: ["Audio"]),
]
let floor1 = [
  module("NetworkBytes"), module("Audio", on: ["CSoxr"]), module("JSON"),
  module("Files", on: ["CLinux"]), module("Cryptography", on: ["CGcrypt"]),
]
let floor0: [Target] = [
  door("CCompression"), door("CGcrypt"), door("CPcap"), door("CSndFile"), door("CSoxr"),
  door("CSpanDSP", path: "Codecs/CSpanDSP"), door("COpus", path: "Codecs/COpus"),
  door("CBcg729", path: "Codecs/CBcg729"),
  door("CAMR", path: "Codecs/CAMR"), door("CSpeex", path: "Codecs/CSpeex"),
  door("CLibAV", path: "Codecs/CLibAV"),
  .target(name: "COnDemand"), .systemLibrary(name: "CLinux"),
  .systemLibrary(name: "CProcessor", path: "Codecs/CProcessor"),
  .target(name: "AVX2", path: "Codecs/AVX2", swiftSettings: strict + forAVX2),
]

let package = Package(
  name: "rtp2wav",
  products: [.executable(name: "rtp2wav", targets: ["rtp2wav"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: floor8 + floor7 + floor6 + floor5 + floor4 + floor3 + floor2 + floor1 + floor0
    + [
      tests("NetworkBytes", on: []),
      tests("Audio", on: []),
      tests("Cryptography", on: ["TestSupport"]),
      tests("Files", on: ["TestSupport"]),
      tests("Capture", on: ["NetworkBytes", "TestSupport"]),
      tests("Signalling", on: ["Audio", "NetworkBytes", "TestSupport"]),
      tests("TLS", on: ["Cryptography", "NetworkBytes", "TestSupport"]),
      tests("SoundFile", on: ["Files", "TestSupport"]),
      tests("rtp2wav", on: ["TestSupport"]),
      tests("SRTP", on: ["Cryptography", "TestSupport"]),
      tests("RTP", on: ["NetworkBytes", "TestSupport"]),
      tests("Tones", on: ["Audio", "TestSupport", "ToneSignals"]),
      tests("Playout", on: ["Codecs", "Audio", "TestSupport"]),
      tests(
        "Synthesis",
        on: [
          "Extraction", "Reporting", "Demultiplexing", "Playout", "Codecs", "SRTP", "Tones",
          "Audio", "TestSupport",
        ]),
      tests(
        "Codecs", on: ["Audio", "CSpanDSP", "COpus", "CBcg729", "CSpeex", "TestSupport"]),
      tests("DTMFAnalysis", on: ["RTP", "Audio", "TestSupport"]),
      tests("JSON", on: ["TestSupport"]),
      tests(
        "Demultiplexing",
        on: ["Playout", "RTP", "Signalling", "Capture", "Audio", "NetworkBytes", "TestSupport"]),
      tests("Reporting", on: ["JSON", "NetworkBytes"]),
      tests(
        "Extraction",
        on: [
          "Reporting", "Demultiplexing", "JSON", "DTMFAnalysis", "Playout", "Codecs", "RTP",
          "SRTP", "TLS", "Cryptography", "Signalling", "Capture", "SoundFile",
          "Tones", "Audio", "NetworkBytes", "TestSupport",
        ]),
      // What several tests need, and libspandsp as a second witness: no part of the product.
      module(
        "TestSupport", on: ["CSpanDSPTones", "CAMR"], path: "Tests/TestSupport",
        exclude: ["CSpanDSPTones", "SRTPPeers"]),
      .systemLibrary(name: "CSpanDSPTones", path: "Tests/TestSupport/CSpanDSPTones"),
      // What measures. Benchmarks/Speed is Python and C.
      module(
        "ToneSignals", on: ["Tones", "Audio", "TestSupport"], path: "Tests/Benchmarks/ToneSignals"),
      .executableTarget(
        name: "bench-dtmf", dependencies: ["Tones", "ToneSignals", "TestSupport", "Audio"],
        path: "Tests/Benchmarks/DTMF", swiftSettings: strict),
      .executableTarget(
        name: "bench-srtp", dependencies: ["SRTP", "Cryptography", "TestSupport", "BareLoop"],
        path: "Tests/Benchmarks/SRTPSpeed", exclude: ["BareLoop"], swiftSettings: strict),
      .target(
        name: "BareLoop", path: "Tests/Benchmarks/SRTPSpeed/BareLoop", publicHeadersPath: ".",
        linkerSettings: [.linkedLibrary("gcrypt")]),
    ]
)
