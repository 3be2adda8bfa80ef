/// A text as all detectors see it: normalised once, with the way back to the original.
public struct NormalizedText: Sendable {
    /// The text as it came, UTF-8.
    public let original: [UInt8]
    /// The text as detectors read it, UTF-8.
    public let bytes: [UInt8]
    /// The way back.
    public let map: OffsetMap
    /// What was hidden in the text: payloads in tags and variation selectors, base64, hex and other encodings, decoded, each
    /// normalised again.
    public let hidden: [HiddenText]
    /// What normalising had to take out.
    public let signals: SmugglingSignals

    /// A normalised text.
    init(
        original: [UInt8],
        bytes: [UInt8],
        map: OffsetMap,
        hidden: [HiddenText] = [],
        signals: SmugglingSignals = SmugglingSignals()
    ) {
        self.original = original
        self.bytes = bytes
        self.map = map
        self.hidden = hidden
        self.signals = signals
    }
}
