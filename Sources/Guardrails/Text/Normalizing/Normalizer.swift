/// Brings a text into the form that detectors read: NFKC, without invisible characters, with digits of all scripts, kanji
/// digits in runs and hyphens in ASCII.
///
/// Case and kana stay as they are: names and mails need them; ``FoldedText`` folds further. Bytes that are no UTF-8 stay
/// too. A text that has nothing to fold is not copied.
public struct Normalizer: Sendable {
    /// How deep encoded texts are decoded: what is encoded twice is found, what is encoded three times is not.
    public static let levels = 2

    /// A normaliser.
    public init() {}

    /// Normalises a text, and what is hidden in it.
    /// - Parameter text: UTF-8.
    public func normalize(_ text: [UInt8]) -> NormalizedText { normalize(text, levels: Self.levels) }

    /// Normalises a text.
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - levels: how many levels of encodings are decoded.
    func normalize(_ text: [UInt8], levels: Int) -> NormalizedText {
        var pass = NormalizationPass()
        pass.run(text.span)
        let bytes = pass.isUnchanged ? text : pass.output
        let map = pass.isUnchanged ? OffsetMap(identityOf: text.count) : pass.map
        var signals = SmugglingSignals()
        var hidden: [HiddenText] = []
        if !pass.invisible.isEmpty {
            var reader = SmugglingReader()
            reader.read(text.span, runs: pass.invisible)
            signals = reader.signals
            if levels > 0 { hidden = reader.payloads(in: text, normalizer: self, levels: levels &- 1) }
        }
        if pass.hasLookAlikes { signals.mixedScriptWords = MixedScripts.words(in: bytes.span) }
        if levels > 0 {
            var finder = EncodedTextFinder(normalizer: self, levels: levels &- 1)
            finder.find(in: bytes, map: map)
            hidden += finder.found
            signals.undecoded = finder.leftOut
        }
        return NormalizedText(original: text, bytes: bytes, map: map, hidden: hidden, signals: signals)
    }
}
