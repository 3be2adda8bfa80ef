/// Finds keys, tokens, private keys and passwords.
///
/// Each rule has a pattern that stands in hardly any other text, so that texts without secrets cost nothing; what it proposes
/// has to have the vendor's alphabet and length, to be unlike words, and not to be a placeholder. Ranges hold the secret
/// alone, without the name that it is assigned to.
public struct SecretDetector: Detector {
    private static let rules = SecretRules.all

    /// The patterns that propose candidates.
    public let patterns = Self.rules.map(\.pattern)

    /// A detector.
    public init() {}

    /// The names of all rules.
    public static var ruleNames: [String] { rules.map(\.name) }

    /// Decides about candidates.
    public func findings(in text: NormalizedText, matches: [PatternMatch], context: ScanContext) -> [Finding] {
        guard !matches.isEmpty else { return [] }
        let reader = SecretReader(text.bytes)
        var found: [Finding] = []
        for match in matches where Self.rules.indices.contains(match.pattern) {
            guard let (range, name, score) = reader.secret(Self.rules[match.pattern], endingAt: match.end) else {
                continue
            }
            // Of rules that find the same, the one that knows whose it is.
            if let same = found.indices.suffix(4).last(where: { found[$0].range.overlaps(range) }) {
                if found[same].score < score || (found[same].score == score && found[same].range.count < range.count) {
                    found[same] = Finding(type: .secret, range: range, score: score, rule: name)
                }
                continue
            }
            found.append(Finding(type: .secret, range: range, score: score, rule: name))
        }
        return found
    }
}
