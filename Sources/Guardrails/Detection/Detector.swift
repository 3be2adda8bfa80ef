/// Finds things of its kinds in normalised texts.
///
/// A detector names the patterns that propose candidates. The patterns of all detectors run as one; the detector is then
/// given the matches of its own and decides by its own code.
public protocol Detector: Sendable {
    /// The patterns that propose candidates.
    var patterns: [Pattern] { get }

    /// Decides about candidates.
    /// - Parameters:
    ///   - text: the text.
    ///   - matches: the matches of ``patterns`` by their index there, in the order of their ends; offsets are bytes of
    ///     `text.bytes`.
    ///   - context: what is known about the text.
    /// - Returns: findings with ranges in `text.bytes`: the scanner brings them back to the original.
    func findings(in text: NormalizedText, matches: [PatternMatch], context: ScanContext) -> [Finding]
}
