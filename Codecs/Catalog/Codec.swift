internal import Audio

/// A row of the catalog: all that is known about an audio codec.
///
/// No other module tests a codec's name. Members that take a media format take one that
/// `codec(for:)` accepted. A row is an object because each payload type of each stream holds one.
package final class Codec: Sendable {
  typealias DecoderMaker =
    @Sendable (DecoderRequest) throws(CodecError) -> any AudioDecoder & ~Copyable
  typealias EncoderMaker =
    @Sendable (MediaFormat, Int) throws(CodecError) -> any AudioEncoder & ~Copyable

  /// The encoding name as IANA spells it.
  package let name: String
  /// The name and its aliases in upper case, in which names are compared.
  let keys: [String]
  package let clockRates: ClockRates
  let channelCount: ChannelCount
  let rate: @Sendable (MediaFormat) -> Int
  let timing: Timing
  /// What speech spends where payloads of silence are smaller; nil where all take equal bytes for
  /// equal time, and where none do.
  let speechRate: ConstantRate?
  /// What senders usually take where RFC 3551 assigns no payload type to the format.
  package let dynamicPayloadType: UInt8
  let packets: (@Sendable (MediaFormat) -> PacketLength)?
  /// How the codec itself leaves silence out; nil where it takes comfort noise beside it to do so.
  package let discontinuousTransmission: DiscontinuousTransmission?
  /// What rounding to 16 bits takes from each sample of a payload, in 1/256; nil where samples have no more bits.
  let remainders: (@Sendable (Span<UInt8>, inout MutableSpan<Int16>) -> Void)?
  /// Whether some payloads describe the noise of silence, with which the decoder goes on.
  package let sendsNoise: Bool
  /// What of a format no decoder is made for, in the words of its parameters; nil where nothing is.
  let refusals: @Sendable (MediaFormat) -> String?
  /// What a format says of its payloads that this one belies, as a clause; nil where nothing is.
  let remarks: (@Sendable (Span<UInt8>, MediaFormat) -> String?)?
  /// Examples of format parameters that the encoder obeys, such as `useinbandfec=1`.
  package let encoderParameters: [String]
  /// What a payload type that nothing describes may be taken for, if by this format each payload
  /// lasts as long as the timestamps say.
  let guesses: [MediaFormat]
  /// What the head of a payload says of the coder's state, of which a stream has few; nil where the payload breaks the
  /// rules of the codec.
  let configuration: @Sendable (Span<UInt8>, MediaFormat) -> Int?
  /// Whether a payload looks like the codec in more than its length, where one is guessed.
  let isPlausible: @Sendable (Span<UInt8>, MediaFormat) -> Bool
  /// What packets may repeat of those before; nil where nothing.
  package let repetition: FrameRepetition?
  /// Whether something else that cannot be decoded goes by the same name, so that payloads must last what
  /// the timestamps say.
  package let sharesName: Bool
  /// What decoding and encoding call; nil where that is in Swift.
  package let library: CodecLibrary?
  let decoder: DecoderMaker
  let encoder: EncoderMaker?

  /// How time follows from bytes.
  enum Timing: Sendable {
    case constant(@Sendable (MediaFormat) -> ConstantRate)
    /// The payload itself tells, unless it is damaged; and the most frames that one of so many bytes has.
    case coded(
      @Sendable (Span<UInt8>, MediaFormat) -> PayloadTime?,
      maximumFrames: @Sendable (Int, MediaFormat) -> Int)
  }

  /// Makes a row; the defaults are what most codecs have.
  ///
  /// - `rate`: frames of audio a second, usually as many as the RTP clock has ticks.
  /// - `packets`: usually 20 ms, and any length that is whole bytes.
  init(
    name: String, aliases: [String] = [], clockRates: ClockRates,
    channelCount: ChannelCount = .described(1...1),
    rate: @escaping @Sendable (MediaFormat) -> Int = { $0.clockRate }, timing: Timing,
    speechRate: ConstantRate? = nil,
    dynamicPayloadType: UInt8 = 96, packets: (@Sendable (MediaFormat) -> PacketLength)? = nil,
    discontinuousTransmission: DiscontinuousTransmission? = nil,
    remainders: (@Sendable (Span<UInt8>, inout MutableSpan<Int16>) -> Void)? = nil,
    sendsNoise: Bool = false,
    refusals: @escaping @Sendable (MediaFormat) -> String? = { _ in nil },
    remarks: (@Sendable (Span<UInt8>, MediaFormat) -> String?)? = nil,
    encoderParameters: [String] = [], guesses: [MediaFormat] = [],
    configuration: (@Sendable (Span<UInt8>, MediaFormat) -> Int?)? = nil,
    isPlausible: @escaping @Sendable (Span<UInt8>, MediaFormat) -> Bool = { _, _ in true },
    repetition: FrameRepetition? = nil, sharesName: Bool = false,
    library: CodecLibrary? = nil,
    decoder: @escaping DecoderMaker, encoder: EncoderMaker? = nil
  ) {
    self.name = name
    keys = ([name] + aliases).map { $0.uppercased() }
    self.clockRates = clockRates
    self.channelCount = channelCount
    self.rate = rate
    self.timing = timing
    self.speechRate = speechRate
    self.dynamicPayloadType = dynamicPayloadType
    self.packets = packets
    self.discontinuousTransmission = discontinuousTransmission
    self.remainders = remainders
    self.sendsNoise = sendsNoise
    self.refusals = refusals
    self.remarks = remarks
    self.encoderParameters = encoderParameters
    self.guesses = guesses
    self.isPlausible = isPlausible
    self.configuration =
      configuration ?? { payload, format in
        switch timing {
        case .constant: 0
        case .coded(let time, _): payload.isEmpty ? 0 : time(payload, format).map { _ in 0 }
        }
      }
    self.repetition = repetition
    self.sharesName = sharesName
    self.library = library
    self.decoder = decoder
    self.encoder = encoder
  }
}
